// The two requests that every page view of every site makes, and the one with which thousands come back at once after a
// restart, taken apart and answered here, in one call into the wasm.
//
// Each of the platform's objects, headers and texts costs more than the decision: no more of them are touched than the
// answer needs. What is asked is written into the wasm's memory, where the answer is found (`edge/src/quick.rs`).
//
// What is out of the ordinary is left to the ordinary way. Headers are those of `edge/src/routes/embed.rs` and
// `visitors.rs`; the tests of the wire hold both ways to the same answers.

import * as edge from "parlor-edge";
import { atOnce, instance } from "./crash.js";

const EMBED = "/embed/";
const VISITORS = "/v1/";
const DECIDE = "/decide";
const SOCKET = "/socket";
const MOST = 65_536; // protocol::limits::BODY_BYTES
const TEXT = /^text\/plain *(;|$)/i;

// What the wasm says in place of a length.
const WHERE = -1;
const SOON = -2;

// In place of a country: nobody looked, nobody knows.
const NOT_LOOKED = 0;
const UNKNOWN = 1;

/** A short code as a number; none where it is none. */
const packed = (code) => (/^[A-Z0-9]{1,3}$/.test(code) ? [...code].reduce((all, char) => all * 256 + char.charCodeAt(), 0) : 0);

/**
 * Where the request comes from, in two numbers, as `edge/src/platform/incoming.rs` reads it. `request.cf` is made of JSON
 * when it is looked at, so it is looked at only where the place matters.
 */
const place = ({ headers, cf }, { PARLOR_COUNTRY_HEADER: name, PARLOR_REGION_HEADER: regions }) => {
  const country = name ? headers.get(name) : cf?.country;
  const region = name ? regions && headers.get(regions) : cf?.regionCode;
  const own = region?.startsWith(country + "-") ? region.slice(3) : region;
  return [packed(country) || UNKNOWN, packed(own)];
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The memory of the instance that answers now, and the part of it that is ours to write. */
let memory = new Uint8Array(0);
let asked = memory;
let generation;

/** Looks at the memory anew where the instance is another, or its memory grew, which takes the old view away. */
const look = () => {
  const now = instance();
  if (memory.length > 0 && generation === now) return;
  const at = edge.quickAsked();
  memory = new Uint8Array(edge.quickMemory().buffer);
  asked = memory.subarray(at, at + edge.quickRoom());
  generation = now;
};

/** Writes a text at the front; its length in bytes, or nothing where there is no room for it. */
const write = (text) => {
  look();
  const { read, written } = encoder.encodeInto(text, asked);
  return read === text.length ? written : undefined;
};

/** The answer of `call`, which says how long it is, where it lies: until the next call. */
const read = (request, env, call) => {
  let length = call(NOT_LOOKED, 0);
  if (length === WHERE) length = call(...place(request, env));
  if (!(length > 0)) return;
  const at = edge.quickAnswer();
  look();
  return memory.subarray(at, at + length);
};

const textOf = (bytes) => bytes && decoder.decode(bytes);

// An answer takes a copy of its headers: what differs is set just before.
const headersOf = (entries) => ({ headers: new Headers(entries) });

const KEPT = {
  "content-type": "text/javascript; charset=utf-8",
  "cache-control": "private, no-cache",
  vary: "Referer, Origin, Accept-Encoding, Accept-Language",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "cross-origin",
};
const script = {
  "-": headersOf(KEPT),
  // The platform compresses what says so.
  br: headersOf({ ...KEPT, "content-encoding": "br" }),
  gzip: headersOf({ ...KEPT, "content-encoding": "gzip" }),
};
const unchanged = { status: 304, ...headersOf(KEPT) };
const decided = headersOf({
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  vary: "Origin",
});

/** The sources of loader and scout around the place of the boot, as bytes, once the ordinary way has read them. */
let sources;

const SPACE = 32;
const EQUALS = 61;

const boot = (request, env, own, account) => {
  const headers = request.headers;
  const header = (name) => headers.get(name) ?? "";
  const answer = atOnce(() => {
    sources ??= edge.quickLoader()?.map((part) => encoder.encode(part));
    if (!sources) return;
    // No header has a line break in it.
    const length = write(
      `${account}\n${own}\n${header("referer")}\n${header("accept-encoding")}\n${header("accept-language")}\n${header("if-none-match")}`,
    );
    return length && read(request, env, (...place) => edge.quickBoot(length, ...place));
  });
  if (!answer) return;
  // A tag and the name of an encoding have no spaces.
  const first = answer.indexOf(SPACE);
  if (answer[first + 1] === EQUALS) {
    unchanged.headers.set("etag", textOf(answer.subarray(0, first)));
    return new Response(null, unchanged);
  }
  const second = answer.indexOf(SPACE, first + 1);
  const before = textOf(answer.subarray(0, second));
  const isScout = before[first + 1] === "!";
  const init = script[before.slice(first + 1 + isScout)];
  init.headers.set("etag", before.slice(0, first));
  // Put together as bytes: a text of three parts would be copied twice more.
  const [head, tail] = isScout ? sources.slice(2) : sources;
  const shown = answer.subarray(second + 1);
  const end = head.length + shown.length;
  const body = new Uint8Array(end + tail.length);
  body.set(head);
  body.set(shown, head.length);
  body.set(tail, end);
  return new Response(body, init);
};

const decision = async (request, env, account, ordinary) => {
  const headers = request.headers;
  const origin = headers.get("origin");
  // A body that says how long it is, and is not too long, can be read before anything else is known.
  const length = headers.get("content-length");
  if (!origin || !(length > 0 && length <= MOST) || !TEXT.test(headers.get("content-type") ?? "")) return ordinary(request);
  const body = new Uint8Array(await request.arrayBuffer());
  const answer = atOnce(() => {
    const at = write(account + origin);
    if (!at || at + body.length > asked.length) return;
    asked.set(body, at);
    // A path is ASCII, so that characters are bytes.
    return textOf(
      read(request, env, (...place) => edge.quickDecision(account.length, at, at + body.length, ...place)),
    );
  });
  if (!answer) return ordinary(new Request(request, { body }));
  decided.headers.set("access-control-allow-origin", origin);
  return new Response(answer, decided);
};

const UPGRADE = /^websocket$/i;
// As in `edge/src/memory.rs`.
const LOOK_MS = 10;
const LOOK_MOST_MS = 640;

/** Hands a visitor to the shard that keeps their threads, with nothing of theirs but what is named. */
const socket = async (request, path, env, ordinary) => {
  const headers = request.headers;
  const origin = headers.get("origin");
  if (!origin || !UPGRADE.test(headers.get("upgrade") ?? "")) return ordinary(request);
  for (let pause = LOOK_MS; ; pause = Math.min(pause * 2, LOOK_MOST_MS)) {
    let isSoon = false;
    const shard = atOnce(() => {
      const length = write(`${path}\n${origin}`);
      return length && textOf(read(request, env, () => {
        const answer = edge.quickShard(length);
        isSoon = answer === SOON;
        return answer;
      }));
    });
    if (shard) {
      const own = { upgrade: "websocket", origin, "x-request-id": crypto.randomUUID() };
      return env.THREADS.getByName(shard).fetch("https://object/socket", { headers: own }).catch(() => ordinary(request));
    }
    if (!isSoon) return ordinary(request);
    await scheduler.wait(pause);
  }
};

/** Answers a request: the quick way where it is one of the three, else by `ordinary`. */
export const quick = (request, env, ordinary) => {
  const { url, method } = request;
  // `request.url` is a serialised address: an origin, and a path from the third slash on.
  const start = url.indexOf("/", 8);
  if (method === "GET" && url.startsWith(EMBED, start) && url.endsWith(".js")) {
    return boot(request, env, url.slice(0, start), url.slice(start + EMBED.length, -3)) ?? ordinary(request);
  }
  if (method === "POST" && url.startsWith(VISITORS, start) && url.endsWith(DECIDE)) {
    return decision(request, env, url.slice(start + VISITORS.length, -DECIDE.length), ordinary);
  }
  if (method === "GET" && url.startsWith(VISITORS, start) && url.endsWith(SOCKET)) {
    return socket(request, url.slice(start), env, ordinary);
  }
  return ordinary(request);
};
