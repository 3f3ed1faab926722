import type { ServerResponse } from "node:http";
import { devBase } from "./devEndpoints.js";
import { problemsPath } from "./overlayModule.js";

/** Path, below djk's own base, of the module that `reloadTag` loads. */
export const reloadPath = "/@djk/reload.js";

/** Makes a page that is not djk's reload by itself when Django has come up again. */
export const reloadTag = `<script type="module" src="${devBase.slice(0, -1)}${reloadPath}"></script>`;

/** Importing Vite's client brings its own reloads along. */
export const reloadModule = `import "${devBase.slice(0, -1)}${problemsPath}";
import { createHotContext } from "${devBase}@vite/client";
createHotContext("${reloadPath}").on("djk:data", () => location.reload());
`;

/** Answers 502 with what Django printed; the page reloads by itself when Django is back. */
export function answerFailure(response: ServerResponse, message: string): void {
  response.writeHead(502, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  response.end(
    formatFailure(
      "Django is not running",
      "It stopped with the message below. Save the file when it is mended: this page reloads by itself.",
      message,
    ),
  );
}

/** The page in place of a bare text, as Django's server sends one when not even Django's page for errors works. */
export function formatBareFailure(message: string): string {
  return formatFailure(
    "Django answers with an error",
    "The terminal in which djk runs shows why, if it is an exception. When it is mended this page reloads by itself.",
    message,
  );
}

function formatFailure(title: string, advice: string, message: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${reloadTag}
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 3rem auto; padding: 0 1rem }
pre { overflow: auto; padding: 1rem; border: 1px solid; border-radius: .25rem; font-size: .875rem }
</style>
</head>
<body>
<h1>${title}</h1>
<p>${advice}</p>
<pre>${escapeHtml(message)}</pre>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
