// React Router in framework mode, with its own file routes and its own server (react-router-serve).
// 7.18.5 of react-router has no framework packages (dev, serve, fs-routes): theirs end at 7.18.4.
import { buildJsx, counterTsx, css, mapPages, postsTs } from "../content/markup.js";
import { listPages, posts } from "../content/posts.js";

const jsx = buildJsx("to");

export default makeReactRouter("7.18.4", 20);

/** The adapter for a version of React Router and the Node that it needs. */
export function makeReactRouter(version, node) {
  return {
    label: `React Router ${version} framework mode`,
    node,
    installed: ["node_modules"],
    generated: ["build", ".react-router", "node_modules/.vite"],
    edits: { page: "app/routes/_index.tsx", component: "app/counter.tsx" },
    files: (count) => ({
      "package.json": JSON.stringify(describePackage(version), null, 2),
      ...projectFiles,
      ...siteFiles,
      ...mapPages(listPages(count), (page) => [[`app/routes/p.${page.name}.tsx`, formatPage(page)]]),
    }),
    install: () => ["npm", "install", "--no-audit", "--no-fund"],
    build: ({ node, bin }) => [node, bin("@react-router/dev"), "build"],
    start: ({ node, bin }) => [node, bin("@react-router/serve"), "build/server/index.js"],
    dev: ({ node, bin, port }) => [
      node,
      bin("@react-router/dev"),
      "dev",
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
    ],
  };
}

function describePackage(version) {
  return {
    private: true,
    type: "module",
    dependencies: {
      "react-router": version,
      "@react-router/node": version,
      "@react-router/serve": version,
      isbot: "^5",
      react: "19.3.1",
      "react-dom": "19.3.1",
    },
    devDependencies: {
      "@react-router/dev": version,
      "@react-router/fs-routes": version,
      vite: "^8",
      typescript: "^6",
      "@types/react": "^19",
      "@types/react-dom": "^19",
      "@types/node": "^22",
    },
  };
}

const compilerOptions = {
  jsx: "react-jsx",
  module: "esnext",
  moduleResolution: "bundler",
  target: "es2022",
  strict: true,
  noEmit: true,
  resolveJsonModule: true,
  types: ["vite/client"],
};

const projectFiles = {
  "tsconfig.json": JSON.stringify({ compilerOptions }, null, 2),
  "react-router.config.ts": "export default { ssr: true };\n",
  "vite.config.ts": `import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";

export default defineConfig({ plugins: [reactRouter()] });
`,
  "app/routes.ts": `import { flatRoutes } from "@react-router/fs-routes";

export default flatRoutes();
`,
};

const siteFiles = {
  "app/posts.json": JSON.stringify(posts),
  "app/posts.ts": postsTs,
  "app/styles.css": css,
  "app/counter.tsx": counterTsx,
  "app/root.tsx": `import type { ReactNode } from "react";
import { Link, Links, Meta, Outlet, Scripts, ScrollRestoration } from "react-router";
import "./styles.css";

export function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Peers</title>
        <Meta />
        <Links />
      </head>
      <body>
        ${jsx.header}
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}
`,
  "app/routes/_index.tsx": `export default function Home() {
  return (
    ${jsx.home}
  );
}
`,
  "app/routes/posts.tsx": `import { Outlet } from "react-router";

export default function Posts() {
  return (
    ${jsx.postsLayout("<Outlet />")}
  );
}
`,
  "app/routes/posts._index.tsx": `import { Link, useLoaderData } from "react-router";
import { getPosts } from "../posts";

export async function loader() {
  return { posts: await getPosts() };
}

export default function List() {
  const { posts } = useLoaderData<typeof loader>();
  return (
    ${jsx.list}
  );
}
`,
  "app/routes/posts.$slug.tsx": `import { useLoaderData } from "react-router";
import Counter from "../counter";
import { getPost } from "../posts";

export async function loader({ params }: { params: { slug?: string } }) {
  const post = await getPost(params.slug!);
  if (!post) throw new Response("not found", { status: 404 });
  return { post };
}

export default function Detail() {
  const { post } = useLoaderData<typeof loader>();
  return (
    ${jsx.post}
  );
}
`,
};

function formatPage(page) {
  return `import { useLoaderData } from "react-router";
import Counter from "../counter";

export async function loader() {
  return { title: "${page.title}" };
}

export default function Page() {
  const data = useLoaderData<typeof loader>();
  return (
    ${jsx.page(page)}
  );
}
`;
}
