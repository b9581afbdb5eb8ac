// In Node: the module lies beside this file and is read at once.
import { readFileSync } from "node:fs";
import { initSync } from "./runtime.js";

initSync({ module: readFileSync(new URL("./runtime_bg.wasm", import.meta.url)) });

export { RuleBook } from "./runtime.js";
