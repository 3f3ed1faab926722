/** The lines of a `models.py` that a migration may follow from: neither methods nor comments nor blank lines. */
export function readModelLines(text: string): string {
  const kept: string[] = [];
  let method = Number.POSITIVE_INFINITY;
  for (const line of text.split("\n")) {
    const code = line.trim();
    if (code === "" || code.startsWith("#")) continue;
    const indent = line.length - line.trimStart().length;
    if (indent <= method && !/^[)\]}]/.test(code)) method = Number.POSITIVE_INFINITY;
    if (method === Number.POSITIVE_INFINITY && /^(async )?def /.test(code)) method = indent;
    if (method === Number.POSITIVE_INFINITY) kept.push(line.trimEnd());
  }
  return kept.join("\n");
}
