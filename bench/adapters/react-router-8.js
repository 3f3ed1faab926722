import { makeReactRouter } from "./react-router.js";

export default makeReactRouter("8.4.0", 22);
