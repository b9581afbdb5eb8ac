// The two requests that every page view of every site makes, taken apart and answered here, in one call into the wasm.
//
// What is out of the ordinary is left to the ordinary way (`undefined`). Headers are those of `edge/src/routes/embed.rs`
// and `visitors.rs`; the tests of the wire hold both ways to the same answers.

import * as edge from "parlor-edge";
import { atOnce } from "./crash.js";

const EMBED = "/embed/";
const VISITORS = "/v1/";
const DECIDE = "/decide";
const MOST = 65_536; // protocol::limits::BODY_BYTES
const TEXT = /^text\/plain *(;|$)/i;

/** The loader's source around the place of the boot, once the ordinary way has read it. */
let loader;

const country = (request) => request.cf?.country;

const KEPT = {
  "content-type": "text/javascript; charset=utf-8",
  "cache-control": "private, no-cache",
  vary: "Referer, Origin, Accept-Encoding",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "cross-origin",
};

const boot = (request, origin, account) => {
  loader ??= atOnce(() => edge.quickLoader());
  if (!loader) return;
  const header = (name) => request.headers.get(name) ?? undefined;
  const answer = atOnce(() =>
    edge.quickBoot(account, origin, header("referer"), country(request), header("accept-encoding"), header("if-none-match")),
  );
  if (answer === undefined) return;
  // A tag and the name of an encoding have no spaces.
  const first = answer.indexOf(" ");
  const headers = { ...KEPT, etag: answer.slice(0, first) };
  if (answer.startsWith("=", first + 1)) return new Response(null, { status: 304, headers });
  const second = answer.indexOf(" ", first + 1);
  const encoding = answer.slice(first + 1, second);
  // The platform compresses what says so.
  if (encoding !== "-") headers["content-encoding"] = encoding;
  return new Response(loader[0] + answer.slice(second + 1) + loader[1], { headers });
};

const decision = async (request, account, ordinary) => {
  const headers = request.headers;
  const origin = headers.get("origin");
  // A body that says how long it is, and is not too long, can be read before anything else is known.
  const length = headers.get("content-length");
  if (!origin || !(length > 0 && length <= MOST) || !TEXT.test(headers.get("content-type") ?? "")) return ordinary(request);
  const bytes = new Uint8Array(await request.arrayBuffer());
  let body;
  try {
    body = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // No text: the ordinary way says what is wrong with it.
  }
  const answer =
    body === undefined ? undefined : atOnce(() => edge.quickDecision(account, origin, body, country(request)));
  if (answer === undefined) return ordinary(new Request(request, { body: bytes }));
  return new Response(answer, {
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "access-control-allow-origin": origin,
      vary: "Origin",
    },
  });
};

/** Answers a request: the quick way where it is one of the two, else by `ordinary`. */
export const quick = (request, ordinary) => {
  const { url, method } = request;
  // `request.url` is a serialised address: an origin, and a path from the third slash on.
  const start = url.indexOf("/", 8);
  if (method === "GET" && url.startsWith(EMBED, start) && url.endsWith(".js")) {
    return boot(request, url.slice(0, start), url.slice(start + EMBED.length, -3)) ?? ordinary(request);
  }
  if (method === "POST" && url.startsWith(VISITORS, start) && url.endsWith(DECIDE)) {
    return decision(request, url.slice(start + VISITORS.length, -DECIDE.length), ordinary);
  }
  return ordinary(request);
};
