import type { ModuleNames } from "../codegen/django/names.js";
import type { RouteNode, Segment } from "../router/route.js";
import { safeModulePath } from "../router/safeName.js";

/** Names the Python package of every folder below `routes/`, in the order of the tree. */
export function buildModuleNames(root: RouteNode): ModuleNames {
  const names = new Map<string, string>();
  const visit = (node: RouteNode, above: readonly Segment[]) => {
    const segments = node.segment === null ? above : [...above, node.segment];
    names.set(node.dir, safeModulePath(segments));
    for (const child of node.children) visit(child, segments);
  };
  visit(root, []);
  return names;
}
