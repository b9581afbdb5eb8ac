// What happens when the wasm stops dead: a panic, a stack that ran over, memory that ran out.
//
// A trapped instance is in the middle of something for ever, so nothing may run in it again. Everybody who waits for
// it is answered at once (their futures will never be polled), and the next call gets a new instance. An object loses
// only what it held in memory, which is never the truth. Rows inside `transactionSync` roll back.

import * as edge from "parlor-edge";
import wasm from "./index_bg.wasm";

edge.initSync({ module: wasm });

/** Counts instances: whoever holds something of an older one must make it anew. */
let generation = 1;
let crashed = false;
const waiting = new Set();

/** Thrown to everybody who was inside when the wasm stopped. */
export class Crash extends Error {}

const crash = (cause) => {
  if (crashed) return;
  crashed = true;
  console.error(JSON.stringify({ level: "error", context: "the Worker stopped", cause: String(cause), generation }));
  for (const fail of waiting) fail(new Crash());
  waiting.clear();
};

// `worker` sets this flag in its panic hook, while the wasm is still on the stack. It is the only sign of a panic that
// comes in every case: a future is polled from a microtask, where nobody of ours could catch the trap.
Object.defineProperty(edge.__worker_init_state(), "criticalError", { set: () => crash("panic") });

// The other traps: those have no hook.
const isTrap = (error) =>
  error instanceof WebAssembly.RuntimeError || (error instanceof RangeError && /call stack/.test(error.message));
addEventListener("error", ({ error }) => isTrap(error) && crash(error));
addEventListener("unhandledrejection", ({ reason }) => isTrap(reason) && crash(reason));

/** The number of the instance that answers now; makes a new one after a crash. */
export const instance = () => {
  if (crashed) {
    edge.__wbg_reset_state();
    generation += 1;
    crashed = false;
  }
  return generation;
};

/** Runs `enter`, which calls into the wasm, and rejects with `Crash` when the wasm stops before it settles. */
export const inside = async (enter) => {
  instance();
  let fail;
  const stopped = new Promise((_, reject) => waiting.add((fail = reject)));
  try {
    return await Promise.race([stopped, enter()]);
  } catch (error) {
    if (!isTrap(error)) throw error;
    crash(error);
    throw new Crash();
  } finally {
    waiting.delete(fail);
  }
};

/** Runs `enter`, which calls into the wasm and is done when it returns; `undefined` where the wasm stopped. */
export const atOnce = (enter) => {
  instance();
  try {
    return enter();
  } catch (error) {
    if (!isTrap(error)) throw error;
    crash(error);
  }
};

/** The answer to a request that was inside: opaque, like every fault. The log has the cause. */
export const answer = (error) => {
  if (!(error instanceof Crash)) throw error;
  const request_id = crypto.randomUUID();
  console.error(JSON.stringify({ level: "error", context: "answered for a stopped Worker", request_id, generation }));
  return Response.json(
    { error: { code: "internal", message: "something broke on our side", request_id } },
    { status: 500, headers: { "x-request-id": request_id, "cache-control": "no-store" } },
  );
};
