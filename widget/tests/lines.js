// Drives `loader/lines.js` and `loader/poll.js` with a network of our own: sockets and requests are made here.

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await null;
};

/** Opens one line after another and tells which way each went: `s` by socket, `r` by requests. In `script`, `x` is a line
 *  that nothing comes from, `m` one that something comes from, and `+` ten minutes that pass. */
export const ways = async (lines, script) => {
  const [Before, now] = [window.WebSocket, Date.now];
  let ahead = 0;
  Date.now = () => now() + ahead;
  window.WebSocket = class extends EventTarget {};
  try {
    const load = async () => ({ poll: () => {} });
    const open = lines("https://edge.example", () => {}, load);
    let taken = "";
    for (const what of script) {
      if (what == "+") {
        ahead += 6e5;
        continue;
      }
      const line = open("/v1/demo/inboxes/main/shards/0/socket");
      taken += line instanceof window.WebSocket ? "s" : "r";
      await settled();
      if (what == "m") line.dispatchEvent(new MessageEvent("message", { data: "{}" }));
    }
    return taken;
  } finally {
    window.WebSocket = Before;
    Date.now = now;
  }
};

/** A line of requests, told step by step; what it did comes back, one line each. Steps: `say TEXT`, `answer N JSON`,
 *  `status N CODE`, `break N`, `close`, `wait` (for the pause before the same request again). */
export const story = async (poll, script) => {
  const told = [];
  const asked = [];
  const line = new EventTarget();
  for (const kind of ["open", "message", "close"]) {
    line.addEventListener(kind, (event) => told.push([kind, event.data ?? event.code ?? ""].join(" ").trim()));
  }
  let id;
  poll(line, (body) => {
    const { id: mine, n, frames, end } = JSON.parse(body);
    if (!/^[a-z2-7]{26}$/.test(mine) || mine != (id ||= mine)) told.push("another id " + mine);
    told.push("asks " + n + " " + (end ? "end" : JSON.stringify(frames)));
    return new Promise((resolve, reject) => asked.push({ n, resolve, reject }));
  });
  const of = (n) => asked.splice(asked.findIndex((request) => request.n == n), 1)[0];
  for (const step of script.split("\n")) {
    const [verb, word, ...rest] = step.trim().split(" ");
    const text = rest.join(" ");
    if (verb == "say") line.send(word);
    if (verb == "answer") of(word).resolve(new Response(text, { status: 200 }));
    if (verb == "status") of(word).resolve(new Response("", { status: +text }));
    if (verb == "break") of(word).reject(new TypeError("no network"));
    if (verb == "close") line.close();
    if (verb == "wait") {
      const before = told.length;
      while (told.length == before) await new Promise((resume) => setTimeout(resume, 10));
    }
    // An answer's body takes the browser a moment.
    await new Promise((resume) => setTimeout(resume, 5));
    await settled();
  }
  return told.join("\n");
};
