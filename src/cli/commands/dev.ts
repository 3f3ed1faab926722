import type { Certificate } from "../../dev/certificate.js";
import { listHosts, listUrls } from "../../dev/listHosts.js";
import { refuseSecond } from "../../dev/otherSession.js";
import { startDev } from "../../dev/startDev.js";
import type { RouteTable } from "../../router/route.js";
import { choosePort } from "../choosePort.js";
import { type CommandCall, exitCode } from "../command.js";
import { openBrowser } from "../openBrowser.js";
import { openSite } from "../openSite.js";
import { readSourceFrom } from "../printDiagnostics.js";
import { waitForEnd } from "../waitForEnd.js";

/** `djk dev`: everything for development behind one origin, until Ctrl-C. */
export async function run(call: CommandCall): Promise<number> {
  const started = performance.now();
  const interrupted = waitForEnd();
  const [opened] = await Promise.all([openSite(call), loadServers()]);
  await refuseSecond(opened.site);
  const host = typeof call.options.host === "string" ? call.options.host : "127.0.0.1";
  const port = await choosePort(call.options.port, host);
  const hosts = listHosts(host, process.env.DJK_DEV_HOSTS);
  const certificate = await findCertificate(call, opened.site, hosts);
  const session = await startDev({
    ...opened,
    host,
    port,
    hosts,
    certificate,
    env: process.env,
    types: call.options.types !== false,
    readSource: readSourceFrom(opened.site),
    print: call.terminal.err,
    colour: call.terminal.colour,
  });
  const urls = listUrls(host, port, certificate === null ? "http" : "https");
  call.terminal.out(formatReady(urls, Math.round(performance.now() - started), session.project.table));
  if (call.options.open) openBrowser(urls[0] ?? "", process.env);
  const signal = await Promise.race([interrupted, session.failed]).finally(session.end);
  return signal === "SIGINT" ? exitCode.interrupt : exitCode.ok;
}

/** Loads what is large while Python answers, because nothing else happens then. */
async function loadServers(): Promise<void> {
  await Promise.all([import("vite"), import("express")]);
}

async function findCertificate(
  { options, terminal }: CommandCall,
  site: string,
  hosts: string[],
): Promise<Certificate | null> {
  if (!options.https) return null;
  const { isSelfSigned, loadCertificate } = await import("../../dev/certificate.js");
  const certificate = await loadCertificate({ site, hosts, env: process.env });
  if (isSelfSigned(certificate)) terminal.err(selfSigned);
  return certificate;
}

const selfSigned =
  "The certificate is djk's own: browsers ask once whether to trust it. With mkcert installed they trust it.";

function formatReady([url, ...others]: string[], milliseconds: number, table: RouteTable): string {
  const pages = table.routes.filter((route) => route.kind === "page").length;
  const counts = `${countOf(pages, "page")}, ${countOf(table.routes.length - pages, "endpoint")}`;
  const ready = `ready in ${milliseconds} ms: ${url}  (${counts})`;
  return [ready, ...others.map((other) => `for other machines: ${other}`)].join("\n");
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
