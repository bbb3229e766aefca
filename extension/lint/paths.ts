import type * as vscode from 'vscode';

/** What an address is made of, as far as paths go. */
export type Address = Pick<vscode.Uri, 'scheme' | 'authority' | 'path'>;

/** Path of `uri` below `root`, with `/`; '' for the root itself, undefined for what is elsewhere. */
export function relativeTo(root: Address, uri: Address): string | undefined {
  if (root.scheme !== uri.scheme || root.authority !== uri.authority) return undefined;
  if (uri.path === root.path) return '';
  const base = root.path.endsWith('/') ? root.path : `${root.path}/`;
  return uri.path.startsWith(base) ? uri.path.slice(base.length) : undefined;
}
