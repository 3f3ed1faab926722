/** One line of progress on standard error, with the time of day. */
export function log(...words) {
  console.error(new Date().toISOString().slice(11, 19), ...words);
}
