/**
 * Decode a URL's path as Django gets it: percent escapes resolved once, what is no UTF-8 written back as `%FF`.
 *
 * Follows `django.core.handlers.wsgi.get_path_info` and `django.utils.encoding.repercent_broken_unicode`.
 */
export function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname.replace(/(?:%[0-9a-f]{2})+/gi, decodeEscapes);
  }
}

function decodeEscapes(escapes: string): string {
  let decoded = "";
  for (let i = 0; i < escapes.length; ) {
    const end = i + 3 * countBytes(Number.parseInt(escapes.slice(i + 1, i + 3), 16));
    const char = decodeChar(escapes.slice(i, end));
    decoded += char ?? escapes.slice(i, i + 3).toUpperCase();
    i = char === null ? i + 3 : end;
  }
  return decoded;
}

/** Length of a UTF-8 sequence by its first byte. */
function countBytes(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

function decodeChar(escapes: string): string | null {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return null;
  }
}
