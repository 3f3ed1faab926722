// The servers of next on Node 22: only what depends on the Node.
import next from "./next.js";

export default {
  ...next,
  label: `${next.label} on Node 22`,
  node: 22,
  site: "next",
  skips: ["dev", "hmr", "build", "firstLoad", "navigation", "memory", "scale"],
};
