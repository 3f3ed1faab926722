import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildClient } from "../../src/build/clientBuild.js";
import { createRepetitions } from "../../src/dev/repetitions.js";
import { startVite } from "../../src/dev/startVite.js";
import { ProjectError } from "../../src/diagnostics/diagnostic.js";
import { makeClientSite } from "./clientSite.js";

const mistakes: [path: string, text: string, message: RegExp, line: number, column: number][] = [
  [
    "python.tsx",
    'import x from "./page.py";\nexport default x;\n',
    /Python never runs in the browser.*get\(\)/,
    1,
    15,
  ],
  [
    "node.tsx",
    '\nimport fs from "node:fs";\nexport default fs.x;\n',
    /node:fs belongs to Node.*page\.py/,
    2,
    16,
  ],
  ["bare.tsx", "\n\nimport fs from 'fs';\nexport default fs.x;\n", /fs belongs to Node.*page\.py/, 3, 16],
  ["gone.tsx", '\nimport { a } from "./gone/a";\nexport default a;\n', /\.\/gone\/a does not exist/, 2, 19],
  [
    "alias.tsx",
    '\nimport { a } from "@/gone/a.tsx";\nexport default a;\n',
    /@\/gone\/a\.tsx does not exist/,
    2,
    19,
  ],
  [
    "types.tsx",
    'import { type Params, PageProps } from "./$types";\nexport default (props: Params) => PageProps(props);\n',
    /PageProps is a type.*import type \{ … \} from "\.\/\$types"/,
    1,
    40,
  ],
];

const fine = `import type { Stats } from "node:fs";
import { type PageProps } from "./$types";
import { type Data, type Params as Names } from "../$types";
import type Types from "./shared/$types";
import events from "events";
import { word } from "@/shared";
export default (stats: Stats, props: PageProps, data: Data, names: Names, types: Types) => [
  stats.size, word, events, props, data, names, types,
];
`;

describe("what no browser can have", () => {
  let site: string;
  beforeAll(async () => {
    site = await makeClientSite({
      ...Object.fromEntries(mistakes),
      "fine.tsx": fine,
      "shared/index.ts": "export const word = 1;\n",
      "node_modules/events/package.json": '{ "name": "events", "main": "index.js" }',
      "node_modules/events/index.js": "export default {};\n",
      "page.py": "",
    });
  });
  afterAll(() => rm(site, { recursive: true, maxRetries: 10 }));

  async function build(path: string): Promise<unknown> {
    return buildClient({ site, base: "/", entries: { page: path } }).catch((error: unknown) => error);
  }

  // Rolldown itself names a relative import that leads nowhere.
  test.each(mistakes.filter(([path]) => path !== "gone.tsx"))(
    "a build names the import of %s",
    async (path, _, message, line, column) => {
      const error = await build(path);
      expect(error).toBeInstanceOf(ProjectError);
      expect((error as ProjectError).diagnostics).toEqual([
        {
          code: "client-build",
          severity: "error",
          message: expect.stringMatching(message),
          at: { file: path, line, column },
        },
      ]);
    },
  );

  test("a build takes types of Node, a package with the name of one of Node's modules, and a folder", async () => {
    expect(await build("fine.tsx")).toHaveProperty("files");
  });

  test("Vite names the same in development, for its overlay", async () => {
    const vite = await startVite({
      site,
      upgrades: createServer(),
      allowedHosts: [],
      repetitions: createRepetitions(() => 0),
      plugins: [],
      warn: () => {},
      onConfigChange: () => {},
      fail: () => {},
    });
    for (const [path, , message, line, column] of mistakes)
      await expect(vite.transformRequest(`/${path}`)).rejects.toMatchObject({
        message: expect.stringMatching(message),
        loc: { file: join(site, path), line, column: column - 1 },
      });
    expect(await vite.transformRequest("/fine.tsx")).not.toBeNull();
    await vite.close();
  });
});
