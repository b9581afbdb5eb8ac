// The Worker's main module: what workerd and Cloudflare load. It only passes on; all that is decided is in Rust.
// `parlor-edge` is the output of wasm-bindgen for the crate `edge`; the build names its place.

import * as edge from "parlor-edge";
import { answer, inside } from "./crash.js";
import { object } from "./object.js";
import { quick } from "./quick.js";

export default {
  fetch: (request, env, ctx) =>
    quick(request, env, (request) => inside(() => edge.fetch(request, env, ctx)).catch(answer)),
};

// The names are those of the Durable Object namespaces in the configuration.
export const Directory = object("Directory");
export const Account = object("Account");
export const Inbox = object("Inbox");
export const Threads = object("Threads");
export const Files = object("Files");
