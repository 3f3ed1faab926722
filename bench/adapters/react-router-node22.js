// The servers of react-router on Node 22: only what depends on the Node.
import reactRouter from "./react-router.js";

export default {
  ...reactRouter,
  label: `${reactRouter.label} on Node 22`,
  node: 22,
  site: "react-router",
  skips: ["dev", "hmr", "build", "firstLoad", "navigation", "memory", "scale"],
};
