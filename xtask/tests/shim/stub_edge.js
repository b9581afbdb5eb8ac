// In place of what wasm-bindgen makes of the crate `edge`: the same exports around a module of two traps.
// `count` lives in the wasm, so it starts again with every new instance.

const flag = { criticalError: false };
let module;
let wasm;
let waiting = 0;
let closed = 0;
const start = () => (wasm = new WebAssembly.Instance(module).exports);
const count = () => String(++wasm.count.value);
const never = () => new Promise(() => {});

// A panic as Rust does it: the hook sets the flag, then the wasm traps, in a microtask where nobody waits.
const panic = (trap) => {
  queueMicrotask(() => {
    if (trap === "panic") flag.criticalError = true;
    wasm[trap === "panic" ? "boom" : trap]();
  });
  return never();
};

export const initSync = (given) => {
  module = given.module;
  start();
};
export const __wbg_reset_state = start;
export const __worker_init_state = () => flag;

export const fetch = async (request, env) => {
  const { pathname } = new URL(request.url);
  const object = () => env.THREADS.get(env.THREADS.idFromName("one"));
  switch (pathname) {
    case "/count":
      return new Response(count());
    case "/panic":
      return panic("panic");
    case "/trap":
      return panic("boom");
    case "/trap-at-once":
      return wasm.boom();
    case "/overflow":
      return panic("deep");
    case "/wait":
      waiting += 1;
      return never();
    case "/waiting":
      return new Response(String(waiting));
    case "/reject":
      throw new RangeError("a status that is none");
    case "/socket": {
      const answer = await object().fetch(request.url, { headers: { upgrade: "websocket" } });
      const socket = answer.webSocket;
      socket.addEventListener("close", ({ code }) => (closed = code));
      socket.accept();
      socket.send("panic");
      return never();
    }
    case "/closed":
      return new Response(String(closed));
    default:
      return object().fetch(request);
  }
};

export class Directory {}
export class Account {}
export class Inbox {}
export class Files {}

export class Threads {
  constructor(ctx) {
    this.ctx = ctx;
    this.wasm = wasm;
  }
  async fetch(request) {
    if (this.wasm !== wasm) throw new Error("an object of an older instance");
    switch (new URL(request.url).pathname) {
      case "/object/count":
        return new Response(count());
      default:
        return panic("panic");
    }
  }
  quickOpen() {
    if (this.wasm !== wasm) throw new Error("an object of an older instance");
    return true;
  }
  // A trap on the quick way leads to the ordinary one, in a new instance.
  quickHeard() {
    return wasm.boom();
  }
  webSocketMessage() {
    return panic("panic");
  }
  async webSocketClose() {}
  async webSocketError() {}
}
