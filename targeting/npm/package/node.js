// In Node: the module lies beside this file and is read at once.
import { readFileSync } from "node:fs";
import { initSync } from "./targeting.js";

initSync({ module: readFileSync(new URL("./targeting_bg.wasm", import.meta.url)) });

export { Book, RuleBook, compile, lint } from "./targeting.js";
