import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { ProjectError } from "../diagnostics/diagnostic.js";
import { findExecutable } from "../inspect/findExecutable.js";
import { runCaptured } from "../process/runCaptured.js";

export interface CertificateOptions {
  /** Absolute path of the site's folder. */
  site: string;
  /** Names and addresses that it is for, as in a URL; this machine's own come on top. */
  hosts: string[];
  env: NodeJS.ProcessEnv;
}

/** A certificate and its private key, as PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/**
 * The certificate for `djk dev --https`: the one that `DJK_HTTPS_CERT` and `DJK_HTTPS_KEY` name, else the one in the
 * site's `.djk/https/`, which is made when there is none, it is about to expire or it lacks a host. Where mkcert is
 * installed it makes it, so that browsers trust it.
 *
 * @throws ProjectError `certificate-invalid` for one that is named and cannot be used
 */
export async function loadCertificate(options: CertificateOptions): Promise<Certificate> {
  const { DJK_HTTPS_CERT: cert, DJK_HTTPS_KEY: key } = options.env;
  if (cert || key) return readNamed(cert ?? "", key ?? "");
  const names = ["localhost", "127.0.0.1", "::1", ...options.hosts.flatMap(listNames)];
  const mkcert = findExecutable("mkcert", options.env);
  const folder = join(options.site, ".djk", "https");
  const kept = await readKept(folder, names);
  if (kept !== null && (mkcert === null || !isSelfSigned(kept))) return kept;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isMade = mkcert !== null && (await runMkcert(mkcert, folder, names, options.env));
  if (!isMade && kept !== null) return kept;
  if (!isMade) await makeSelfSigned(folder, names);
  return readFolder(folder);
}

/** Names of a host in a certificate: a dot at its beginning stands for everything below the name, too. */
function listNames(host: string): string[] {
  if (host.startsWith(".")) return [host.slice(1), `*${host}`];
  return [host.replace(/^\[|\]$/g, "")];
}

/** Whether no authority vouches for a certificate, so that browsers warn of it. */
export function isSelfSigned({ cert }: Certificate): boolean {
  const { issuer, subject } = new X509Certificate(cert);
  return issuer === subject;
}

async function readNamed(cert: string, key: string): Promise<Certificate> {
  try {
    const pair = await readPair(cert, key);
    if (isMatching(pair)) return pair;
    throw new Error("the key is not that of the certificate");
  } catch (error) {
    throw new ProjectError({
      code: "certificate-invalid",
      severity: "error",
      message: `the certificate for --https cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      hint: "DJK_HTTPS_CERT and DJK_HTTPS_KEY name two files in PEM format; without both of them djk makes a certificate",
    });
  }
}

function readFolder(folder: string): Promise<Certificate> {
  return readPair(join(folder, "cert.pem"), join(folder, "key.pem"));
}

/** Null when there is no certificate yet that is good for the names. */
async function readKept(folder: string, names: string[]): Promise<Certificate | null> {
  const kept = await readFolder(folder).catch(() => null);
  return kept !== null && isUsable(kept, names) ? kept : null;
}

async function readPair(cert: string, key: string): Promise<Certificate> {
  return { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
}

function isMatching({ cert, key }: Certificate): boolean {
  return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
}

const dayMs = 86_400_000;

function isUsable(pair: Certificate, names: string[]): boolean {
  try {
    const certificate = new X509Certificate(pair.cert);
    const isLasting = Date.parse(certificate.validTo) > Date.now() + dayMs;
    const covers = (name: string) =>
      (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
    return isLasting && names.every(covers) && isMatching(pair);
  } catch {
    return false;
  }
}

async function makeSelfSigned(folder: string, names: string[]): Promise<void> {
  const { generate } = await import("selfsigned");
  const made = await generate([{ name: "commonName", value: "djk dev" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + 365 * dayMs),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: names.map(describeName) },
    ],
  });
  await writeAside(join(folder, "key.pem"), made.private);
  await writeAside(join(folder, "cert.pem"), made.cert);
}

function describeName(name: string): { type: 2; value: string } | { type: 7; ip: string } {
  return isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name };
}

/** A key is never readable by others, not even for a moment. */
async function writeAside(path: string, text: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, path);
}

/** False when it made none. */
async function runMkcert(
  mkcert: string,
  folder: string,
  names: string[],
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const key = join(folder, "key.pem");
  const files = ["-cert-file", join(folder, "cert.pem"), "-key-file", key];
  const { code } = await runCaptured(mkcert, [...files, ...names], { env, timeout: 30_000 });
  if (code === 0) await chmod(key, 0o600);
  return code === 0;
}
