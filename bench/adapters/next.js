// Next.js, app router. Every route is rendered per request, so that it is compared as a server that renders.
import { buildJsx, counterTsx, css, mapPages, postsTs } from "../content/markup.js";
import { listPages, posts } from "../content/posts.js";

const jsx = buildJsx("href");

export default makeNext({ dynamic: true });

/** The adapter; without `dynamic` the pages are rendered at build time, as Next does by itself. */
export function makeNext({ dynamic }) {
  return {
    label: `Next.js 16 app router${dynamic ? "" : ", prerendered"}`,
    node: 20,
    installed: ["node_modules"],
    generated: [".next", "next-env.d.ts", "tsconfig.tsbuildinfo"],
    edits: { page: "app/page.tsx", component: "app/counter.tsx" },
    skips: dynamic ? [] : ["dev", "hmr", "memory", "scale"], // nothing differs there
    files: (count) => ({
      ...projectFiles,
      ...siteFiles,
      "app/layout.tsx": formatLayout(dynamic),
      "app/posts/[slug]/page.tsx": formatDetail(dynamic),
      ...mapPages(listPages(count), (page) => [[`app/p/${page.name}/page.tsx`, formatPage(page)]]),
    }),
    install: () => ["npm", "install", "--no-audit", "--no-fund"],
    build: ({ node, bin }) => [node, bin("next"), "build"],
    start: ({ node, bin, port }) => [node, bin("next"), "start", "-H", "127.0.0.1", "-p", String(port)],
    dev: ({ node, bin, port }) => [node, bin("next"), "dev", "-H", "127.0.0.1", "-p", String(port)],
  };
}

const packageJson = {
  private: true,
  dependencies: { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1" },
  devDependencies: {
    typescript: "^6",
    "@types/react": "^19",
    "@types/react-dom": "^19",
    "@types/node": "^22",
  },
};

const projectFiles = {
  "package.json": JSON.stringify(packageJson, null, 2),
  "next.config.ts": `import path from "node:path";

export default { allowedDevOrigins: ["127.0.0.1"], turbopack: { root: path.resolve(".") } };
`,
};

const siteFiles = {
  "app/posts.json": JSON.stringify(posts),
  "app/posts.ts": postsTs,
  "app/styles.css": css,
  "app/counter.tsx": `"use client";

${counterTsx}`,
  "app/page.tsx": `export default function Home() {
  return (
    ${jsx.home}
  );
}
`,
  "app/posts/layout.tsx": `import type { ReactNode } from "react";

export default function Posts({ children }: { children: ReactNode }) {
  return (
    ${jsx.postsLayout("{children}")}
  );
}
`,
  "app/posts/page.tsx": `import Link from "next/link";
import { getPosts } from "../posts";

export default async function List() {
  const posts = await getPosts();
  return (
    ${jsx.list}
  );
}
`,
};

function formatLayout(dynamic) {
  return `import Link from "next/link";
import type { ReactNode } from "react";
import "./styles.css";

${dynamic ? 'export const dynamic = "force-dynamic";\n' : ""}export const metadata = { title: "Peers" };

export default function Root({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        ${jsx.header}
        {children}
      </body>
    </html>
  );
}
`;
}

const staticParams = `
export async function generateStaticParams() {
  return (await getPosts()).map(({ slug }) => ({ slug }));
}
`;

function formatDetail(dynamic) {
  return `import { notFound } from "next/navigation";
import Counter from "../../counter";
import { getPost${dynamic ? "" : ", getPosts"} } from "../../posts";
${dynamic ? "" : staticParams}
export default async function Detail({ params }: { params: Promise<{ slug: string }> }) {
  const post = await getPost((await params).slug);
  if (!post) notFound();
  return (
    ${jsx.post}
  );
}
`;
}

function formatPage(page) {
  return `import Counter from "../../counter";

async function load() {
  return { title: "${page.title}" };
}

export default async function Page() {
  const data = await load();
  return (
    ${jsx.page(page)}
  );
}
`;
}
