/** What Django says of the site on `#djk-root`; nothing where there is no document. */
export function readRoot(): DOMStringMap {
  return globalThis.document?.getElementById("djk-root")?.dataset ?? {};
}
