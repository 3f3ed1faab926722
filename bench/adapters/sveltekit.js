// SvelteKit with adapter-node, on Node 22 because it needs that.
import { css, mapPages, mark, postsTs } from "../content/markup.js";
import { listPages, posts } from "../content/posts.js";

export default {
  label: "SvelteKit 3, adapter-node",
  node: 22,
  installed: ["node_modules"],
  generated: ["build", ".svelte-kit", "node_modules/.vite"],
  edits: { page: "src/routes/+page.svelte", component: "src/lib/Counter.svelte" },
  files: (count) => ({
    ...describeProject(),
    ...siteFiles,
    ...mapPages(listPages(count), (page) => [
      [`src/routes/p/${page.name}/+page.server.ts`, formatLoader(page)],
      [`src/routes/p/${page.name}/+page.svelte`, formatPage(page)],
    ]),
  }),
  install: () => ["npm", "install", "--no-audit", "--no-fund"],
  build: ({ node, bin }) => [node, bin("vite"), "build"],
  start: ({ node, url }) => ({ argv: [node, "build"], env: { ORIGIN: url } }),
  dev: ({ node, bin, port }) => {
    const address = ["--host", "127.0.0.1", "--port", String(port)];
    return [node, bin("vite"), "dev", ...address];
  },
};

function describeProject() {
  const packageJson = {
    private: true,
    type: "module",
    imports: { "#lib": "./src/lib", "#lib/*": "./src/lib/*" },
    devDependencies: {
      "@sveltejs/kit": "3.2.0",
      "@sveltejs/adapter-node": "6.0.1",
      "@sveltejs/vite-plugin-svelte": "^7",
      svelte: "5.57.3",
      vite: "^8",
      typescript: "^6",
    },
  };
  const tsconfig = {
    extends: "$app/tsconfig",
    include: ["src", "*"],
    exclude: ["src/service-worker"],
  };
  return {
    "package.json": JSON.stringify(packageJson, null, 2),
    "tsconfig.json": JSON.stringify(tsconfig, null, 2),
    "vite.config.ts": `import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";

export default defineConfig({ plugins: [sveltekit({ adapter: adapter() })] });
`,
  };
}

const readData = `<script lang="ts">
  let { data } = $props();
</script>
`;

const readDataAndCounter = `<script lang="ts">
  import Counter from "#lib/Counter.svelte";
  let { data } = $props();
</script>
`;

const readChildren = `<script>
  let { children } = $props();
</script>
`;

const siteFiles = {
  "src/app.html": `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Peers</title>
%sveltekit.head%
</head>
<body data-sveltekit-preload-data="hover">
<div style="display: contents">%sveltekit.body%</div>
</body>
</html>
`,
  "src/lib/posts.json": JSON.stringify(posts),
  "src/lib/posts.ts": postsTs,
  "src/lib/styles.css": css,
  "src/lib/Counter.svelte": `<script>
  let count = $state(0);
</script>

<button id="counter" data-mark="${mark}" onclick={() => count++}>Count: {count}</button>
`,
  "src/routes/+layout.svelte": `<script>
  import "#lib/styles.css";
  let { children } = $props();
</script>

<header>
  <a href="/" id="nav-home">Home</a>
  <a href="/posts" id="nav-posts">Posts</a>
</header>
{@render children()}
`,
  "src/routes/+page.svelte": `<main>
  <h1 id="hello">Hello from ${mark}</h1>
  <p>A page that says hello.</p>
</main>
`,
  "src/routes/posts/+layout.svelte": `${readChildren}
<main class="posts">
  <aside id="aside">
    <h2>Posts</h2>
    <p>One hundred of them.</p>
  </aside>
  <section>{@render children()}</section>
</main>
`,
  "src/routes/posts/+page.server.ts": `import { getPosts } from "#lib/posts.ts";

export const load = async () => ({ posts: await getPosts() });
`,
  "src/routes/posts/+page.svelte": `${readData}
<ul id="post-list">
  {#each data.posts as post (post.slug)}
    <li>
      <a href="/posts/{post.slug}">{post.title}</a> <time>{post.date}</time>
      <div>{#each post.tags as tag}<span class="tag">{tag}</span>{/each}</div>
      <p>{post.excerpt}</p>
    </li>
  {/each}
</ul>
`,
  "src/routes/posts/[slug]/+page.server.ts": `import { error } from "@sveltejs/kit";
import { getPost } from "#lib/posts.ts";

export const load = async ({ params }) => {
  const post = await getPost(params.slug);
  if (!post) error(404);
  return { post };
};
`,
  "src/routes/posts/[slug]/+page.svelte": `${readDataAndCounter}
<article id="post">
  <h1>{data.post.title}</h1>
  <time>{data.post.date}</time>
  <Counter />
  {#each data.post.body as paragraph}<p>{paragraph}</p>{/each}
</article>
`,
};

function formatLoader({ title }) {
  return `export const load = async () => ({ title: "${title}" });\n`;
}

function formatPage({ paragraphs }) {
  return `${readDataAndCounter}
<main id="scale">
  <h1>{data.title}</h1>
  ${paragraphs.map((text) => `<p>${text}</p>`).join("\n  ")}
  <Counter />
</main>
`;
}
