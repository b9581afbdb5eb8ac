// In browsers and bundlers: the module is fetched from beside this file before anything here can be called.
import init from "./targeting.js";

await init();

export { Book, RuleBook, compile } from "./targeting.js";
