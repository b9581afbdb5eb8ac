// In browsers and bundlers: the module is fetched from beside this file before anything here can be called.
import init from "./runtime.js";

await init();

export { RuleBook } from "./runtime.js";
