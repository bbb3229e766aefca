/** Addresses of the page's parts, as the webview knows them. */
export interface PageParts {
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

/**
 * The page's document: one style sheet, one script, nothing inline, no way to the network. Everything that is shown
 * comes as messages and becomes text nodes. The nonce is told to the page's components as well: one of them tries out a
 * style sheet of its own (fast-web-utilities looks for a `csp-nonce` property).
 */
export function pageHtml(parts: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src ${parts.cspSource} 'nonce-${parts.nonce}'`,
    `font-src ${parts.cspSource}`,
    `script-src 'nonce-${parts.nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(parts.language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}" />
    <meta property="csp-nonce" content="${parts.nonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${escapeHtml(parts.style)}" />
    <title>${escapeHtml(parts.title)}</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${parts.nonce}" src="${escapeHtml(parts.script)}"></script>
  </body>
</html>
`;
}
