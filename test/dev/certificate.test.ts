import { X509Certificate } from "node:crypto";
import { chmod, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isSelfSigned, loadCertificate } from "../../src/dev/certificate.js";
import { findExecutable } from "../../src/inspect/findExecutable.js";
import { makeFolder, writeFolder } from "../build/folder.js";

let site: string;

beforeEach(async () => {
  site = await makeFolder({});
});
afterEach(() => rm(site, { recursive: true }));

const load = (hosts: string[], env = {}) => loadCertificate({ site, hosts, env });

test("a certificate is made once, for this machine and the hosts of the site", async () => {
  const first = await load(["box.lan", "192.168.0.7", "[fd00::7]"]);
  const certificate = new X509Certificate(first.cert);
  for (const name of ["localhost", "box.lan"]) expect(certificate.checkHost(name)).toBe(name);
  for (const address of ["127.0.0.1", "::1", "192.168.0.7", "fd00::7"])
    expect(certificate.checkIP(address), address).toBeDefined();
  expect(isSelfSigned(first)).toBe(true);
  expect(await load(["box.lan"])).toEqual(first);
  expect(await load(["other.lan"])).not.toEqual(first);
});

test("a host with a dot at its beginning takes in what lies below it", async () => {
  const first = await load([".tunnel.example"]);
  const certificate = new X509Certificate(first.cert);
  expect(certificate.checkHost("tunnel.example")).toBeDefined();
  expect(certificate.checkHost("box.tunnel.example")).toBeDefined();
  expect(await load([".tunnel.example"])).toEqual(first);
});

test.each([
  ["is damaged", "cert.pem", "damaged"],
  ["has lost its key", "key.pem", ""],
])("a certificate that %s is made again", async (_, file, text) => {
  const first = await load([]);
  await writeFile(join(site, ".djk/https", file), text);
  const second = await load([]);
  expect(second.cert).not.toBe(first.cert);
  expect(second).toEqual(await load([]));
});

test("the certificate that the environment names is taken, whatever it is for", async () => {
  const made = await load(["box.lan"]);
  await writeFolder(site, { "own/cert.pem": made.cert, "own/key.pem": made.key });
  const env = {
    DJK_HTTPS_CERT: join(site, "own/cert.pem"),
    DJK_HTTPS_KEY: join(site, "own/key.pem"),
  };
  expect(await load(["other.lan"], env)).toEqual(made);
  await rm(join(site, ".djk"), { recursive: true });
  const other = await load([]);
  await writeFile(join(site, "own/key.pem"), other.key);
  const problem = { code: "certificate-invalid", message: expect.stringContaining("not that of the") };
  await expect(load([], env)).rejects.toMatchObject({ diagnostics: [problem] });
  await expect(load([], { ...env, DJK_HTTPS_KEY: "" })).rejects.toMatchObject({
    diagnostics: [{ code: "certificate-invalid" }],
  });
});

/** Does with openssl what mkcert does: a certificate that an authority of this machine has signed. */
const mkcert = `#!/bin/sh
[ -e "$HOME/broken" ] && exit 1
cd "$HOME"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -subj "/CN=mkcert CA" 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$4" -out request.pem -subj "/CN=dev" 2>/dev/null
names=""; shift 4
for name; do case $name in *[!0-9.:]*) names="$names,DNS:$name";; *) names="$names,IP:$name";; esac; done
echo "subjectAltName=\${names#,}" > names
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names \\
  -out "${"$OUT"}" 2>/dev/null
`;

test.skipIf(findExecutable("openssl") === null)(
  "mkcert makes it where it is installed; where that fails the former one stays",
  async () => {
    const home = await makeFolder({
      "bin/mkcert": mkcert.replace("$OUT", join(site, ".djk/https/cert.pem")),
      broken: "",
    });
    await chmod(join(home, "bin/mkcert"), 0o755);
    const env = { PATH: `${join(home, "bin")}:${process.env.PATH}`, HOME: home };
    const own = await load(["box.lan"]);
    expect(await load(["box.lan"], env)).toEqual(own);
    await rm(join(home, "broken"));
    const trusted = await load(["box.lan"], env);
    expect(isSelfSigned(trusted)).toBe(false);
    expect(await readFile(join(site, ".djk/https/key.pem"), "utf8")).toBe(trusted.key);
    expect((await stat(join(site, ".djk/https/key.pem"))).mode & 0o777).toBe(0o600);
    expect(await load(["box.lan"], env)).toEqual(trusted);
    await rm(home, { recursive: true });
  },
);
