/** How this site writes its URLs. */
export interface SiteUrls {
  /** Prefix under which Django serves the site, without a final slash. */
  mount: string;
  trailingSlash: "always" | "never";
}

/** Reads from `#djk-root` what Django says there; djk's defaults where there is no document. */
export function readSite(): SiteUrls {
  const { mount = "", slash } = globalThis.document?.getElementById("djk-root")?.dataset ?? {};
  return { mount, trailingSlash: slash === "never" ? "never" : "always" };
}
