// djk of this working tree: packed, installed and set up as a user would. Its pages are rendered in the browser only.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateManage } from "../../lib/codegen/django/manage.js";
import { buildJsx, counterTsx, css, mapPages } from "../content/markup.js";
import { listPages, posts } from "../content/posts.js";
import { projectFolder } from "../harness/paths.js";
import { describeTarball } from "../harness/tarball.js";
import { djangoRequirement } from "./django.js";

const jsx = buildJsx("href");

// Stands for the server in front, as in the Django sites.
const gzip = `MIDDLEWARE = [
    "...",
    { use = "django.middleware.gzip.GZipMiddleware", before = "django.middleware.security.SecurityMiddleware" },
]
`;

export default {
  label: "djk (this working tree, no SSR)",
  node: 20,
  installed: ["node_modules", ".venv"],
  generated: ["dist", ".djk", "node_modules/.vite"],
  edits: { page: "routes/page.tsx", component: "components/counter.tsx" },
  pythonEdit: { path: "/edited", file: "routes/edited/page.py", text: "Edit 0" },
  files: (count) => ({
    ...describeProject("reference", gzip),
    ...siteFiles,
    ...mapPages(listPages(count), (page) => [
      [`routes/p/${page.name}/page.tsx`, formatPage(page)],
      [`routes/p/${page.name}/page.py`, formatHandler(page)],
    ]),
  }),
  install: ({ node }) => [
    ["npm", "install", "--no-audit", "--no-fund"],
    [node, "node_modules/djk/bin/djk.js", "setup"],
  ],
  build: ({ node, bin }) => [node, bin("djk"), "build"],
  start: serveBuild,
  dev: ({ node, bin, port }) => [node, bin("djk"), "dev", "--port", String(port)],
};

/** What a site of djk has beside its pages. */
export function describeProject(name, settings = "") {
  return {
    "package.json": JSON.stringify(describePackage(), null, 2),
    "pyproject.toml": `[project]
name = "${name}"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ["${djangoRequirement}", "gunicorn", "uvicorn", "whitenoise"]
`,
    "manage.py": generateManage("dev"),
    "tsconfig.json": readTemplate("tsconfig.json"),
    "djk.toml": `[site]
package = "${name}"
trailing_slash = "never"

[django]
AUTH_USER_MODEL = "auth.User"
SECRET_KEY = { env = "SECRET_KEY" }
ALLOWED_HOSTS = { env = "ALLOWED_HOSTS", type = "list", default = [] }
${settings}`,
    [`${name}/__init__.py`]: "",
    [`${name}/urls.py`]: "urlpatterns = []\n",
  };
}

/** One process of gunicorn, as the plain Django sites have it. */
export function serveBuild({ folder, port }) {
  const options = ["--bind", `127.0.0.1:${port}`, "--workers", process.env.DJANGO_WORKERS ?? "1"];
  return {
    argv: [`${folder}/.venv/bin/python`, "-m", "gunicorn", ...options, "--keep-alive", "60"],
    cwd: `${folder}/dist`,
    env: { DJK_LOCAL: "1" },
  };
}

/** A file that `djk new` writes. */
function readTemplate(name) {
  return readFileSync(join(projectFolder, "templates/project", name), "utf8");
}

function describePackage() {
  return {
    private: true,
    type: "module",
    dependencies: {
      djk: `file:${describeTarball().path}`,
      react: "19.3.1",
      "react-dom": "19.3.1",
      "react-router": "7.18.5",
    },
    devDependencies: { typescript: "^7", "@types/react": "^19", "@types/react-dom": "^19" },
  };
}

/** The title that every system's documents have. */
export const documentTemplate = `{% extends "djk/document.html" %}
{% block djk_head %}<title>Peers</title>{% endblock %}
`;

const siteFiles = {
  "reference/posts.json": JSON.stringify(posts),
  "reference/posts.py": `import json
from pathlib import Path

POSTS = json.loads(Path(__file__).with_name("posts.json").read_text())
BY_SLUG = {post["slug"]: post for post in POSTS}
BRIEF = [{key: value for key, value in post.items() if key != "body"} for post in POSTS]
`,
  "reference/templates/djk/document.html": documentTemplate,
  "components/counter.tsx": counterTsx,
  "routes/styles.css": css,
  "routes/layout.tsx": `import { type LayoutProps, Link } from "djk/react";
import "./styles.css";

export default function Root({ children }: LayoutProps) {
  return (
    <>
      ${jsx.header}
      {children}
    </>
  );
}
`,
  "routes/page.tsx": `export default function Home() {
  return (
    ${jsx.home}
  );
}
`,
  "routes/edited/page.py": `def get(request):
    return {"text": "Edit 0"}
`,
  "routes/edited/page.tsx": `import type { PageProps } from "djk/react";

export default function Edited({ data }: PageProps<{ text: string }>) {
  return <main>{data.text}</main>;
}
`,
  "routes/posts/layout.tsx": `import type { LayoutProps } from "djk/react";

export default function Posts({ children }: LayoutProps) {
  return (
    ${jsx.postsLayout("{children}")}
  );
}
`,
  "routes/posts/page.py": `from reference.posts import BRIEF


def get(request):
    return {"posts": BRIEF}
`,
  "routes/posts/page.tsx": `import { Link, type PageProps } from "djk/react";

export default function List({ data: { posts } }: PageProps<{ posts: any[] }>) {
  return (
    ${jsx.list}
  );
}
`,
  "routes/posts/[slug]/page.py": `from django.http import Http404

from reference.posts import BY_SLUG


def get(request, slug):
    if slug not in BY_SLUG:
        raise Http404
    return {"post": BY_SLUG[slug]}
`,
  "routes/posts/[slug]/page.tsx": `import type { PageProps } from "djk/react";
import Counter from "@/components/counter";

export default function Detail({ data: { post } }: PageProps<{ post: any }>) {
  return (
    ${jsx.post}
  );
}
`,
};

function formatPage(page) {
  return `import type { PageProps } from "djk/react";
import Counter from "@/components/counter";

export default function Page({ data }: PageProps<{ title: string }>) {
  return (
    ${jsx.page(page)}
  );
}
`;
}

function formatHandler(page) {
  return `def get(request):
    return {"title": "${page.title}"}
`;
}
