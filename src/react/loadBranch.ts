import type { Branch } from "./protocol.js";

/** Imports a branch, its stylesheets first on the page. Rejects when one of them cannot be loaded. */
export async function loadBranch(module: string, stylesheets: readonly string[] = []): Promise<Branch> {
  const [loaded] = await Promise.all([
    import(/* @vite-ignore */ module) as Promise<{ default: Branch }>,
    ...stylesheets.map(addStylesheet),
  ]);
  return loaded.default;
}

function addStylesheet(url: string): Promise<void> | undefined {
  const href = new URL(url, document.baseURI).href;
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]');
  if ([...links].some((link) => link.href === href)) return;
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(`the stylesheet ${url} could not be loaded`));
    };
    document.head.append(link);
  });
}
