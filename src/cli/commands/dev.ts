import { findOtherSession, noteSession } from "../../dev/otherSession.js";
import { startDev } from "../../dev/startDev.js";
import { formatSiteUrl } from "../../process/formatHost.js";
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
  const host = typeof call.options.host === "string" ? call.options.host : "127.0.0.1";
  const port = await choosePort(call.options.port, host);
  const other = await findOtherSession(opened.site);
  if (other !== null) call.terminal.err(formatOther(formatSiteUrl(other.host, other.port)));
  const session = await startDev({
    ...opened,
    host,
    port,
    env: process.env,
    readSource: readSourceFrom(opened.site),
    print: call.terminal.err,
    colour: call.terminal.colour,
  });
  const forget = await noteSession(opened.site, { host, port });
  const url = formatSiteUrl(host, port);
  call.terminal.out(formatReady(url, Math.round(performance.now() - started), session.project.table));
  if (call.options.open) openBrowser(url, process.env);
  const signal = await Promise.race([interrupted, session.failed]).finally(async () => {
    await forget();
    await session.end();
  });
  return signal === "SIGINT" ? exitCode.interrupt : exitCode.ok;
}

/** Loads what is large while Python answers, because nothing else happens then. */
async function loadServers(): Promise<void> {
  await Promise.all([import("vite"), import("express")]);
}

function formatOther(url: string): string {
  return `djk dev runs for this site already: ${url}  (both write .djk/, so end one of them)`;
}

function formatReady(url: string, milliseconds: number, table: RouteTable): string {
  const pages = table.routes.filter((route) => route.kind === "page").length;
  const counts = `${countOf(pages, "page")}, ${countOf(table.routes.length - pages, "endpoint")}`;
  return `ready in ${milliseconds} ms: ${url}  (${counts})`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
