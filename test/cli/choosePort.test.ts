import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { choosePort } from "../../src/cli/choosePort.js";

/** Listens on a port, unless somebody does already. */
async function occupy(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => {
    server.close();
  });
  return once(server, "listening").then(
    () => (server.address() as AddressInfo).port,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") throw error;
      return port;
    },
  );
}

test("a port that was asked for and is taken is a problem that names its owner and a free one", async () => {
  const port = await occupy(0);
  const owner = process.platform === "linux" ? ` by process ${process.pid}: ` : "";
  await expect(choosePort(String(port), "127.0.0.1")).rejects.toMatchObject({
    diagnostics: [
      {
        code: "port-busy",
        message: expect.stringContaining(`port ${port} is taken${owner}`),
        hint: expect.stringMatching(/: --port \d+$/),
      },
    ],
  });
});

test("where none was asked for it is the first free one from 8000", async () => {
  await occupy(8000);
  expect(await choosePort(undefined, "127.0.0.1")).toBeGreaterThan(8000);
});

test.each(["0", "65536", "80a", "-1", "8e3", ""])("'%s' is no port", async (asked) => {
  await expect(choosePort(asked, "127.0.0.1")).rejects.toMatchObject({
    diagnostics: [{ code: "port-invalid" }],
  });
});
