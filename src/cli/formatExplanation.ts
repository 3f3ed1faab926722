import type { Explanation } from "./explainSiteUrl.js";

/** Formats an explanation for people: what answers, then each candidate with its reason. */
export function formatExplanation(explained: Explanation): string {
  const lines = explained.candidates.map(
    ({ pattern, route: id, matched, reason }) =>
      `  ${matched ? "+" : "-"} ${explained.mount ?? ""}${pattern}  ${id}\n      ${reason}`,
  );
  return [formatAnswer(explained), ...lines].join("\n");
}

function formatAnswer({ url, route, params, redirect, mount, shadow, ...miss }: Explanation): string {
  if (shadow !== null) {
    const place = shadow.at === undefined ? "" : ` (${shadow.at.file}:${shadow.at.line ?? 1})`;
    return `${url} opens no route: ${shadow.name} answers first${place}`;
  }
  if (mount === null) return `${url} opens no route: the site's urls.py includes them below another path`;
  if (route !== null && redirect === null) return `${url} opens ${route} ${JSON.stringify(params)}`;
  if (route !== null)
    return `${url} redirects to ${redirect}, which opens ${route} ${JSON.stringify(params)}; methods other than GET and HEAD are answered without a redirect`;
  const page = miss.notFound === null ? "Django's own 404 page" : miss.notFound;
  const question = miss.suggestion === null ? "" : `; did you mean ${miss.suggestion}?`;
  return `${url} matches no route: ${page} answers with status 404${question}`;
}
