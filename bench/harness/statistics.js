/** A number rounded to a count of decimals; null stays null. */
export function round(value, decimals = 1) {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}

/** The middle of the samples, or the mean of the two in the middle; null without samples. */
export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value below which a part of the samples lies: `quantile(samples, 0.9)`; null without samples. */
export function quantile(samples, part) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? null;
}

/** What a result file keeps of a series: the samples themselves, in the order in which they were taken. */
export function summarize(samples, decimals = 2) {
  const digits = (value) => round(value, decimals);
  return {
    median: digits(median(samples)),
    min: digits(Math.min(...samples)),
    max: digits(Math.max(...samples)),
    n: samples.length,
    samples: samples.map(digits),
  };
}
