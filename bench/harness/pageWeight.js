import { gzipSync } from "node:zlib";
import { withPage } from "./browser.js";

/**
 * What a browser with an empty cache loads for a page until the network is quiet: requests, and bytes as gzip -9 would
 * send them, whatever the server did. Favicons are left out.
 */
export async function weighPage(browser, url) {
  const responses = await withPage(browser, async (page) => {
    const received = [];
    page.on("response", (response) => received.push(readResponse(response)));
    await page.goto(url, { waitUntil: "networkidle" });
    return Promise.all(received);
  });
  const counted = responses.filter((response) => !response.url.endsWith("/favicon.ico"));
  const ofKind = (kind) => counted.filter((response) => response.type.includes(kind));
  return {
    requests: counted.length,
    js_requests: ofKind("javascript").length,
    js_gzip_bytes: sumGzip(ofKind("javascript")),
    js_raw_bytes: ofKind("javascript").reduce((total, { body }) => total + body.length, 0),
    html_gzip_bytes: sumGzip(ofKind("text/html")),
    css_gzip_bytes: sumGzip(ofKind("text/css")),
    json_gzip_bytes: sumGzip(ofKind("application/json")),
  };
}

async function readResponse(response) {
  const body = await response.body().catch(() => Buffer.alloc(0));
  return { url: response.url(), type: response.headers()["content-type"] ?? "", body };
}

function sumGzip(responses) {
  return responses.reduce((total, { body }) => total + gzipSync(body, { level: 9 }).length, 0);
}
