import { createLogger } from "vite";
import { expect, test } from "vitest";
import { createRepetitions } from "../../src/dev/repetitions.js";
import { quiet } from "../../src/dev/startVite.js";

test("in a terminal with colours, too, Vite says nothing of reloads and each error once", () => {
  const said: string[] = [];
  const logger = createLogger("info", { allowClearScreen: false });
  const heard = {
    ...logger,
    info: (text: string) => said.push(text),
    error: (text: string) => said.push(text),
  };
  const quieted = quiet(heard, { repetitions: createRepetitions(() => 0), fail: () => {} });
  quieted.info("\x1b[32mpage reload \x1b[39m\x1b[2mroutes/page.tsx\x1b[22m");
  quieted.info("\x1b[32mhmr update \x1b[39m\x1b[2m/routes/page.tsx\x1b[22m");
  quieted.error('\x1b[31mInternal server error: Failed to resolve "./nowhere"\x1b[39m');
  quieted.error('\x1b[31mPre-transform error: Failed to resolve "./nowhere"\x1b[39m');
  expect(said).toHaveLength(2);
  expect(said.join()).toContain("hmr update");
});
