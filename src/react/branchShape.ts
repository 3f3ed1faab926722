import type { Answer, Branch, BranchNode, Envelope } from "./protocol.js";

/** Lists the nodes that are on the screen: those down to the one whose boundary renders the error. */
export function listVisibleNodes({ branch, envelope }: Answer): BranchNode[] {
  const { error } = envelope;
  if (error === undefined) return branch.nodes;
  return branch.nodes.slice(0, branch.nodes.findIndex((node) => node.id === error.node) + 1);
}

/** Counts the nodes, root first, that stay mounted when `branch` replaces `answer`. */
export function countSharedNodes(answer: Answer, branch: Branch): number {
  const visible = listVisibleNodes(answer);
  const differs = visible.findIndex((node, depth) => {
    const other = branch.nodes[depth];
    return node.id !== other?.id || node.layout !== other.layout;
  });
  return differs === -1 ? visible.length : differs;
}

/**
 * Builds the answer for a navigation to `route` that got none: the layouts on the screen stay, and the deepest
 * `error.tsx` that they share with the route renders in them.
 */
export function buildFailure(current: Answer, route: string, status: number): Answer {
  const boundary = listVisibleNodes(current).findLast((node) => node.error && holds(node.id, route));
  const error = { node: boundary?.id ?? null, kind: "error" as const, status, requestId: "" };
  const envelope: Envelope = { ...current.envelope, error };
  return { envelope, branch: current.branch };
}

function holds(folder: string, route: string): boolean {
  return folder === "/" || route === folder || route.startsWith(`${folder}/`);
}
