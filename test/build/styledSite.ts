import { entryFile, formatBranch, layoutFile } from "./clientSite.js";

/** Larger than what Vite writes into the stylesheet itself. */
const picture = `<svg xmlns="http://www.w3.org/2000/svg">${"<g/>".repeat(2000)}</svg>`;

/** A site with every kind of style and asset, some by way of its own `vite.config`; paths with their content. */
export const styledFiles = {
  ".djk/client/entry.tsx": entryFile,
  ".djk/client/branches/plain.tsx": formatBranch("routes/page.tsx"),
  ".djk/client/branches/styled.tsx": formatBranch("routes/styled/page.tsx"),
  "routes/layout.tsx": layoutFile,
  "routes/site.css": "body { color: #123456 }",
  "routes/page.tsx": "export default () => <h1>Plain</h1>;\n",
  "routes/styled/page.tsx": `import names from "./card.module.css";
import "./styled.css";
import "@/styles/tailwind.css";
import picture from "@/assets/picture.svg";
import text from "./note.md?raw";
import font from "@/assets/letters.woff2?url";
import figures from "./figures.json";
import { word } from "~shared/word";
export default () => (
  <h1 className={names.card + " grid-cols-7 " + __VERSION__} title={text + figures.one + word}>
    <img src={picture} alt={font} />
  </h1>
);
`,
  "routes/styled/card.module.css": `.card { color: #aa0001; composes: base from "@/styles/base.module.css" }`,
  "routes/styled/styled.css": `@import "@/styles/shared.css";
.styled { background: url("@/assets/picture.svg") }
`,
  "routes/styled/note.md": "raw note",
  "routes/styled/figures.json": '{ "one": "figure 1" }',
  "styles/base.module.css": ".base { margin: 7px }",
  "styles/shared.css": `.shared { color: var(--brand) }
@font-face { font-family: Letters; src: url("../assets/letters.woff2") }
`,
  "styles/tailwind.css": '@import "tailwindcss";\n',
  "mysite/templates/note.html": '<p class="grid-cols-11"></p>\n',
  "shared/word.ts": 'export const word = "by an alias";\n',
  "assets/picture.svg": picture,
  "assets/letters.woff2": "x".repeat(5000),
  "postcss.config.js": `export default {
  plugins: [
    {
      postcssPlugin: "brand",
      Declaration: (declaration) => {
        if (declaration.value === "var(--brand)") declaration.value = "#bb0002";
      },
    },
  ],
};
`,
  "vite.config.ts": `import tailwind from "@tailwindcss/vite";
import { version } from "./version";
export default {
  plugins: [tailwind()],
  define: { __VERSION__: JSON.stringify(version) },
  resolve: { alias: { "~shared": new URL("./shared", import.meta.url).pathname } },
  logLevel: "silent",
};
`,
  "version.ts": 'export const version = "version-1";\n',
};

/** Packages that its `vite.config` needs. */
export const styledPackages = ["tailwindcss", "@tailwindcss/vite"];
