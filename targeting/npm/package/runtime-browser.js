// In browsers and bundlers: the module is fetched from beside this file before anything here can be called.
import init from "./runtime.js";

await init({ module_or_path: new URL("./runtime_bg.wasm", import.meta.url) });

export { RuleBook } from "./runtime.js";
