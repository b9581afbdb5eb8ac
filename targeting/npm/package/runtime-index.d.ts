export { RuleBook } from "./runtime.js";
