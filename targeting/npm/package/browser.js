// In browsers and bundlers: the module is fetched from beside this file before anything here can be called.
import init from "./targeting.js";

await init({ module_or_path: new URL("./targeting_bg.wasm", import.meta.url) });

export { Book, RuleBook, compile, lint } from "./targeting.js";
