import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { generateManage } from "../../src/codegen/django/manage.js";
import { writeFolder } from "./folder.js";

const repository = join(import.meta.dirname, "../..");

/** A small site with everything that a build treats in its own way: paths with their content. */
export const shopSources = {
  "djk.toml": '[site]\npackage = "shop"\n\n[django]\nAUTH_USER_MODEL = "auth.User"\n',
  "package.json": '{"type": "module"}',
  "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["django>=5.2"]\n',
  "manage.py": generateManage("dev"),
  "vite.config.ts": `export default {
  resolve: {
    alias: [
      { find: "djk/react/client", replacement: "${repository}/src/react/client.tsx" },
      { find: "djk/react", replacement: "${repository}/src/react/index.ts" },
    ],
  },
};
`,
  "shop/__init__.py": "",
  "shop/static/shop/print.css": `@page { margin: 2cm }\n${"p { orphans: 3 }\n".repeat(100)}`,
  "shop/static/client/own.css": `${"h1 { margin: 0 }\n".repeat(100)}`,
  "shop/urls.py": "from prices import EURO\n\nurlpatterns = []\n",
  "prices.py": 'EURO = "€"\n',
  "stock.py": "IS_FULL = True\n",
  "public/robots.txt": "User-agent: *\n",
  "routes/layout.tsx": `import "./site.css";
import type { ReactNode } from "react";
export default function Layout({ children }: { children: ReactNode }) {
  return <main>{children}</main>;
}
`,
  "routes/site.css": "main { max-width: 40rem }",
  "routes/page.tsx": "export default function Home() {\n  return <h1>Shop</h1>;\n}\n",
  "routes/books/[slug]/page.tsx": "export default function Book() {\n  return <h1>Book</h1>;\n}\n",
  "routes/books/[slug]/page.py":
    'from ._price import format_price\n\n\ndef get(request, slug):\n    return {"price": format_price(3)}\n',
  "routes/books/[slug]/_price.py":
    'from prices import EURO\n\n\ndef format_price(price):\n    return f"{price} {EURO}"\n',
  "routes/api/ping/route.py":
    'import stock\n\n\ndef get(request):\n    return {"pong": stock.IS_FULL}\n\n\ndef post(request):\n    return None\n',
  "routes/not-found.tsx": "export default function NotFound() {\n  return <h1>Nothing here</h1>;\n}\n",
};

/** Writes the shop, with some files changed or added, into an existing folder. */
export function writeShop(site: string, change: Record<string, string> = {}): Promise<void> {
  return writeSite(site, { ...shopSources, ...change });
}

/** Writes a site that has only the routes given, by paths below `routes/`, and is otherwise the shop. */
export function writeRoutes(site: string, routes: Record<string, string>): Promise<void> {
  const others = Object.entries(shopSources).filter(([path]) => !path.startsWith("routes/"));
  const own = Object.entries(routes).map(([path, content]) => [`routes/${path}`, content]);
  return writeSite(site, Object.fromEntries([...others, ...own]));
}

/** Writes files, and links to what pages import. */
async function writeSite(site: string, files: Record<string, string>): Promise<void> {
  await writeFolder(site, files);
  await mkdir(join(site, "node_modules"));
  for (const name of ["react", "react-dom", "react-router"])
    await symlink(join(repository, "node_modules", name), join(site, "node_modules", name));
}
