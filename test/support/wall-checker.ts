import { faces, pureStages, stages } from '../../scripts/walls.mjs';
import type { ImportGraph } from './import-graph';
import { isNodeBuiltin, wayTo } from './import-graph';

/** Every import that crosses a wall, in words; the walls are the tables of scripts/walls.mjs. */
export function violations(graph: ImportGraph): string[] {
  const direct = [...graph].flatMap(([file, imports]) =>
    imports.filter((target) => !mayImport(file, target)).map((target) => `${file} imports ${target}`),
  );
  const reached = [...graph.keys()].filter(isPure).flatMap((file) => {
    const way = wayTo(graph, file, isNodeBuiltin);
    return way === undefined ? [] : [`${file} reaches a Node built-in: ${way.join(' -> ')}`];
  });
  return [...direct, ...reached];
}

function isPure(file: string): boolean {
  return file.startsWith('webview/') || pureStages.some((stage) => file.startsWith(`server/${stage}/`));
}

function mayImport(file: string, target: string): boolean {
  if (target === 'vscode') return file.startsWith('extension/');
  const [part] = file.split('/');
  const [targetPart] = target.split('/');
  if (targetPart === 'test' || targetPart === 'scripts') return false;
  if (part === 'server') return targetPart === 'server' ? stageMayImport(file, target) : !isFace(target);
  if (targetPart === 'server') return allowedFor(part === 'webview' ? 'webview' : 'extension', target);
  if (part === 'webview') return targetPart !== 'extension';
  // The host of the webview shares its messages with it, and nothing else.
  return targetPart !== 'webview' || target === 'webview/protocol.ts';
}

const isFace = (target: string): boolean => /^(extension|webview)\//.test(target);

function stageMayImport(file: string, target: string): boolean {
  const [own, other] = [stageOf(file), stageOf(target)];
  return other >= 0 && own >= 0 && other <= own;
}

const stageOf = (file: string): number => stages.indexOf(file.split('/')[1] ?? '');

const allowedFor = (face: 'extension' | 'webview', target: string): boolean =>
  faces[face].some((allowed) => target.startsWith(`server/${allowed}/`));
