import { makeNext } from "./next.js";

export default makeNext({ dynamic: false });
