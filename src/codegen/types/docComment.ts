/** Prints text as a doc comment, with a line end; nothing for a text without words. */
export function formatDoc(text: string, indent = ""): string {
  const lines = text
    .trim()
    .replaceAll("*/", "*\\/")
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trimEnd());
  // Compilers take orders from a comment of one line, as `@ts-expect-error`.
  if (lines.length === 1 && !lines[0]!.startsWith("@ts-"))
    return lines[0] === "" ? "" : `${indent}/** ${lines[0]} */\n`;
  const body = lines.map((line) => (line === "" ? `${indent} *\n` : `${indent} * ${line}\n`));
  return `${indent}/**\n${body.join("")}${indent} */\n`;
}
