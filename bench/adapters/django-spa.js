// What a user of Django and React wires by hand: Django serves a document and a JSON API, Vite builds one React
// application with lazy routes, nothing is rendered on the server. In development the document's scripts come from
// Vite's server, as with django-vite.
import { buildJsx, counterTsx, css, mapPages } from "../content/markup.js";
import { listPages, posts } from "../content/posts.js";
import { describeProject, installDjango, serveSite, staticView } from "./django.js";

const jsx = buildJsx("to");

export default {
  label: "Django and a hand-made Vite application (no SSR)",
  node: 20,
  installed: [".venv", "node_modules"],
  generated: ["static/dist", "node_modules/.vite"],
  edits: { page: "src/pages/home.tsx", component: "src/counter.tsx" },
  // The document alone is no page yet.
  alsoReady: (port) => `http://127.0.0.1:${port + viteOffset}/src/main.tsx`,
  files: (count) => ({
    ...describeProject(),
    "package.json": JSON.stringify(packageJson, null, 2),
    ...siteFiles,
    "src/main.tsx": formatMain(listPages(count)),
    ...mapPages(listPages(count), (page) => [[`src/pages/${page.name}.tsx`, formatPage(page)]]),
  }),
  install: () => [["npm", "install", "--no-audit", "--no-fund"], ...installDjango()],
  build: ({ node, bin }) => [node, bin("vite"), "build"],
  start: serveSite,
  dev: ({ node, bin, port }) => {
    const address = ["--host", "127.0.0.1", "--port", String(port + viteOffset), "--strictPort"];
    const env = { VITE_URL: `http://127.0.0.1:${port + viteOffset}` };
    return [
      { argv: [".venv/bin/python", "manage.py", "runserver", `127.0.0.1:${port}`], env },
      { argv: [node, bin("vite"), ...address], env },
    ];
  },
};

const viteOffset = 4000;

const packageJson = {
  private: true,
  type: "module",
  dependencies: { react: "19.3.1", "react-dom": "19.3.1", "react-router": "7.18.5" },
  devDependencies: {
    vite: "^8",
    "@vitejs/plugin-react": "^6",
    typescript: "^6",
    "@types/react": "^19",
    "@types/react-dom": "^19",
  },
};

// The watcher has to skip .venv: otherwise Vite's first requests wait two seconds while it walks through Django.
const viteConfig = `import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig(({ command }) => ({
  plugins: [react()],
  base: command === "build" ? "/static/dist/" : "/",
  publicDir: false,
  server: {
    cors: true,
    origin: process.env.VITE_URL,
    watch: { ignored: ["**/.venv/**", "**/static/dist/**"] },
  },
  build: { manifest: true, outDir: "static/dist", rollupOptions: { input: "src/main.tsx" } },
}));
`;

const urls = `import json
import os

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import path, re_path
${staticView}
POSTS = json.loads((settings.BASE / "posts.json").read_text())
BY_SLUG = {post["slug"]: post for post in POSTS}
BRIEF = [{key: value for key, value in post.items() if key != "body"} for post in POSTS]
VITE = os.environ.get("VITE_URL") if settings.DEBUG else None
MANIFEST = {} if VITE else json.loads((settings.BASE / "static/dist/.vite/manifest.json").read_text())


def document(request, **kwargs):
    return render(request, "document.html", {"vite": VITE, "entry": MANIFEST.get("src/main.tsx")})


def api_posts(request):
    return JsonResponse(BRIEF, safe=False)


def api_post(request, slug):
    if slug not in BY_SLUG:
        raise Http404
    return JsonResponse(BY_SLUG[slug])


def api_page(request, number):
    return JsonResponse({"title": f"Page {number}"})


def detail(request, slug):
    if slug not in BY_SLUG:
        raise Http404
    return document(request)


urlpatterns = [
    path("api/posts", api_posts),
    path("api/posts/<slug:slug>", api_post),
    path("api/p/<int:number>", api_page),
    path("", document),
    path("posts", document),
    path("posts/<slug:slug>", detail),
    path("p/<slug:name>", document),
    *STATIC,
]
`;

const documentTemplate = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Peers</title>
{% if vite %}<script type="module">
import refresh from "{{ vite }}/@react-refresh";
refresh.injectIntoGlobalHook(window);
window.$RefreshReg$ = () => {};
window.$RefreshSig$ = () => (type) => type;
</script>
<script type="module" src="{{ vite }}/@vite/client"></script>
<script type="module" src="{{ vite }}/src/main.tsx"></script>
{% else %}{% for file in entry.css %}<link rel="stylesheet" href="/static/dist/{{ file }}">{% endfor %}
<script type="module" src="/static/dist/{{ entry.file }}"></script>{% endif %}
</head>
<body><div id="root"></div></body>
</html>
`;

const siteFiles = {
  "vite.config.ts": viteConfig,
  "posts.json": JSON.stringify(posts),
  "site_urls.py": urls,
  "static/.keep": "",
  "templates/document.html": documentTemplate,
  "src/styles.css": css,
  "src/counter.tsx": counterTsx,
  "src/useApi.ts": `import { useEffect, useState } from "react";

export function useApi<T>(url: string) {
  const [value, setValue] = useState<T>();
  useEffect(() => {
    fetch(url).then((response) => response.json()).then(setValue);
  }, [url]);
  return value;
}
`,
  "src/layouts.tsx": `import { Link, Outlet } from "react-router";

export function Root() {
  return (
    <>
      ${jsx.header}
      <Outlet />
    </>
  );
}

export function PostsLayout() {
  return (
    ${jsx.postsLayout("<Outlet />")}
  );
}
`,
  "src/pages/home.tsx": `export default function Home() {
  return (
    ${jsx.home}
  );
}
`,
  "src/pages/list.tsx": `import { Link } from "react-router";
import { useApi } from "../useApi";

export default function List() {
  const posts = useApi<any[]>("/api/posts");
  if (!posts) return null;
  return (
    ${jsx.list}
  );
}
`,
  "src/pages/detail.tsx": `import { useParams } from "react-router";
import Counter from "../counter";
import { useApi } from "../useApi";

export default function Detail() {
  const post = useApi<any>("/api/posts/" + useParams().slug);
  if (!post) return null;
  return (
    ${jsx.post}
  );
}
`,
};

function formatMain(pages) {
  const routes = pages.map(
    ({ name }) => `  { path: "p/${name}", lazy: page(() => import("./pages/${name}")) },`,
  );
  return `import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import { PostsLayout, Root } from "./layouts";
import "./styles.css";

const page = (load: () => Promise<{ default: any }>) => async () => ({ Component: (await load()).default });

const children = [
  { index: true, lazy: page(() => import("./pages/home")) },
  {
    path: "posts",
    Component: PostsLayout,
    children: [
      { index: true, lazy: page(() => import("./pages/list")) },
      { path: ":slug", lazy: page(() => import("./pages/detail")) },
    ],
  },
${routes.join("\n")}
];
const router = createBrowserRouter([{ Component: Root, children }]);
createRoot(document.getElementById("root")!).render(<RouterProvider router={router} />);
`;
}

function formatPage(page) {
  return `import Counter from "../counter";
import { useApi } from "../useApi";

export default function Page() {
  const data = useApi<any>("/api/p/${page.number}");
  if (!data) return null;
  return (
    ${jsx.page(page)}
  );
}
`;
}
