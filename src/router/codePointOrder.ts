/** Compare two texts by code point, so that order is the same on every machine and in Python. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a[i] === b[i]) i += 1;
  if (i === length) return a.length - b.length;
  const insidePair = i > 0 && isLowSurrogate(a, i) && isLowSurrogate(b, i);
  const start = insidePair ? i - 1 : i;
  return a.codePointAt(start)! - b.codePointAt(start)!;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
