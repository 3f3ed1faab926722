/** Whether a file or folder below `routes/` never takes part: private, hidden, tests, stories, types, backups. */
export function isIgnoredEntry(name: string): boolean {
  return (
    /^[_.]/.test(name) ||
    /\.(?:test|tests|spec|stories|story)\.[^.]+$/.test(name) ||
    /^(?:test_.*|.*_test|tests|conftest)\.py$/.test(name) ||
    /\.d\.[mc]?ts$/.test(name) ||
    /(?:~|\.(?:sw[a-p]|orig|rej|bak|tmp))$/i.test(name) ||
    /^#.*#$/.test(name)
  );
}
