/** What the edit measures change, in `#hello` and in the counter's `data-mark`. */
export const mark = "bench-v0";

export const css = `body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: #222 }
header { display: flex; gap: 1rem; padding: 1rem; border-bottom: 1px solid #ddd }
main { max-width: 44rem; margin: 0 auto; padding: 1rem }
a { color: #0b5 }
ul { list-style: none; padding: 0 }
li { padding: .5rem 0; border-bottom: 1px solid #eee }
.tag { font-size: .8rem; background: #eee; border-radius: 4px; padding: 0 .4rem; margin-right: .3rem }
.posts { display: grid; grid-template-columns: 8rem 1fr; gap: 1rem }
button { font: inherit; padding: .4rem 1rem }
`;

/** A React component that counts clicks. */
export const counterTsx = `import { useState } from "react";

export default function Counter() {
  const [count, setCount] = useState(0);
  return (
    <button id="counter" data-mark="${mark}" onClick={() => setCount(count + 1)}>
      Count: {count}
    </button>
  );
}
`;

/** What loaders in TypeScript read: the posts in memory, no database. */
export const postsTs = `import data from "./posts.json";

export type Post = (typeof data)[number];

export async function getPosts() {
  return data.map(({ body, ...post }) => post);
}

export async function getPost(slug: string) {
  return data.find((post) => post.slug === slug);
}
`;

const postUrl = '"/posts/" + post.slug';

/**
 * The elements of the pages as JSX, which the React systems share.
 *
 * @param {string} target the property of the system's own `<Link>` that holds the URL
 */
export function buildJsx(target) {
  const link = (url, attributes, children) => `<Link ${target}={${url}}${attributes}>${children}</Link>`;
  return {
    header: `<header>
        ${link('"/"', ' id="nav-home"', "Home")}
        ${link('"/posts"', ' id="nav-posts"', "Posts")}
      </header>`,
    home: `<main>
      <h1 id="hello">Hello from ${mark}</h1>
      <p>A page that says hello.</p>
    </main>`,
    postsLayout: (children) => `<main className="posts">
      <aside id="aside">
        <h2>Posts</h2>
        <p>One hundred of them.</p>
      </aside>
      <section>${children}</section>
    </main>`,
    list: `<ul id="post-list">
      {posts.map((post: any) => (
        <li key={post.slug}>
          ${link(postUrl, "", "{post.title}")} <time>{post.date}</time>
          <div>
            {post.tags.map((tag: string) => (
              <span className="tag" key={tag}>{tag}</span>
            ))}
          </div>
          <p>{post.excerpt}</p>
        </li>
      ))}
    </ul>`,
    post: `<article id="post">
      <h1>{post.title}</h1>
      <time>{post.date}</time>
      <Counter />
      {post.body.map((paragraph: string, index: number) => (
        <p key={index}>{paragraph}</p>
      ))}
    </article>`,
    page: ({ paragraphs }) => `<main id="scale">
      <h1>{data.title}</h1>
      ${paragraphs.map((text) => `<p>${text}</p>`).join("\n      ")}
      <Counter />
    </main>`,
  };
}

/** A map of files, one or more for each further page: `entries` gives `[path, text]` pairs. */
export function mapPages(pages, entries) {
  return Object.fromEntries(pages.flatMap(entries));
}
