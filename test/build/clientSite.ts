import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const packages = join(import.meta.dirname, "../../node_modules");

/** Writes a site with React and other packages beside it into a temporary folder; `files` are paths with their content. */
export async function makeClientSite(
  files: Record<string, string>,
  others: readonly string[] = [],
): Promise<string> {
  const site = await mkdtemp(join(tmpdir(), "djk-client-"));
  await mkdir(join(site, "node_modules"));
  for (const name of ["react", "react-dom", ...others]) {
    const link = join(site, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(packages, name), link);
  }
  for (const [path, content] of Object.entries({ "package.json": '{"type": "module"}', ...files })) {
    await mkdir(dirname(join(site, path)), { recursive: true });
    await writeFile(join(site, path), content);
  }
  return site;
}

/** A generated branch of one page below one layout. */
export function formatBranch(page: string): string {
  return `import Layout0 from "../../../routes/layout";
import Page from "../../../${page.replace(/\.tsx$/, "")}";
export default { route: "/", nodes: [{ id: "/", layout: Layout0 }], page: Page };
`;
}

export const entryFile = `import { createRoot } from "react-dom/client";
console.debug("only during development");
const div = document.getElementById("djk-root")!;
const { default: branch } = await import(/* @vite-ignore */ div.dataset.branch!);
createRoot(div).render(<branch.page />);
`;

export const layoutFile = `import "./site.css";
import { useState } from "react";
export default function Layout({ children }: { children: React.ReactNode }) {
  const [title] = useState("Shared layout");
  return <main title={title}>{children}</main>;
}
`;
