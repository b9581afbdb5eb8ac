// What is known of the other side beside what it writes (P6): how far it received and read, told under the visitor's own
// messages, and that somebody is typing. And what it is told of this visitor: that they read, and that they type. Best
// effort on the wire (`docs/protocol.md`): nothing is repeated, everything is forgotten by itself.
//
// The bubbles are the wasm's; what stands under one is said in other words once the other side has come as far.

import { dress, element, face } from "./draw.js";

const EVERY = 3000; // somebody who types is told of no oftener, in ms
const SHOWN = 5000; // and is believed for so long

const CSS = `
.typing .b{display:flex;gap:4px;align-items:center;height:38px}
.typing i{width:6px;height:6px;border-radius:50%;background:var(--text-3);forced-color-adjust:none;animation:typing 1.2s infinite}
.typing i:nth-child(2){animation-delay:.15s}
.typing i:nth-child(3){animation-delay:.3s}
@keyframes typing{0%,60%,100%{opacity:.35}30%{opacity:1}}
@media(prefers-reduced-motion:reduce){.typing i{animation:none}}
@media(forced-colors:active){.typing i{background:CanvasText}}`;

/** What the lines, the log and the panel's places are told to. `loader` is what loader.js hands over, `host` page.js's. */
export const marks = (loader, host) => {
  const { root, guard } = loader;
  const hidden = Object.getOwnPropertyDescriptor(Document.prototype, "hidden");
  const sheet = dress(loader, CSS);

  // Of each thread: its line, the places of the visitor's own messages, how far the team has come, the last place, up to
  // where this visitor was said to have read, and when they were last said to type.
  const threads = {};
  const of = (id) => (threads[id] ||= { places: {}, team: {}, last: 0, said: 0, typed: 0 });
  const shown = () => loader.place?.[0];
  // The visitor's own bubbles, by id.
  const rows = new Map();

  const tell = (t, more) => {
    const { line } = of(shown());
    // A line that is going loses what nobody would miss, and a browser tells the page's console of each. What is no socket
    // has no state, and is open.
    if (line && (line.readyState ?? 1) == 1) line.send(JSON.stringify({ t, thread: shown(), ...more }));
  };

  let typist;
  let until;
  const stop = () => {
    clearTimeout(until);
    typist = typist?.remove();
  };
  const types = (name) => {
    stop();
    const stream = root.querySelector(".stream");
    const log = root.querySelector(".log");
    if (!log) return;
    const atEnd = stream.scrollHeight - stream.scrollTop - stream.clientHeight < 80;
    const dots = element("div", "b", element("i"), element("i"), element("i"));
    dots.setAttribute("aria-hidden", "true");
    typist = element("div", "m typing", element("span", "aside", host.say("typing", name)), dots, face(name));
    log.after(typist);
    if (atEnd) stream.scrollTop = stream.scrollHeight;
    until = setTimeout(guard(stop), SHOWN);
  };

  // The wasm draws after the frame was heard.
  let soon;
  const draw = () => {
    soon = 0;
    const { places, team } = of(shown());
    const { words } = loader;
    for (const [id, node] of rows) {
      if (!node.isConnected) rows.delete(id);
      const state = node.querySelector(".st:not(.failed)>span");
      const place = places[id];
      if (!state || !place) continue;
      const now = place <= team.read ? words.seen : place <= team.received ? words.delivered : words.sent;
      if (state.textContent != now) state.textContent = now;
    }
  };
  const drawSoon = () => (soon ||= setTimeout(guard(draw)));

  // Open, and on a page that somebody looks at.
  const read = () => {
    const at = of(shown());
    if (at.last <= at.said || !at.line || !loader.place[3] || hidden.get.call(document)) return;
    at.said = at.last;
    tell("read", { seq: at.last });
  };
  host.on(document, "visibilitychange", read);
  let before = shown();
  loader.seen = () => {
    if (before != shown()) stop();
    before = shown();
    read();
    drawSoon();
  };

  // On its way down: what is typed into the chat does not come up out of it.
  const typing = guard(({ target }) => {
    const at = of(shown());
    const now = Date.now();
    if (!target.matches?.(".foot textarea") || !target.value.trim() || now - at.typed < EVERY) return;
    at.typed = now;
    if (shown()) tell("typing");
  });
  root.addEventListener("input", typing, true);
  loader.undo.push(() => {
    stop();
    clearTimeout(soon);
    loader.seen = null;
    root.removeEventListener("input", typing, true);
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other != sheet);
  });

  return {
    row: (node, key) => {
      if (key.at) rows.set(key, node);
      drawSoon();
    },
    heard: (line, frame) => {
      const { t, entry } = frame;
      const id = t == "caught_up" ? frame.thread.id : frame.thread;
      if (t == "typing") return id == shown() && types(frame.from.name);
      const at = of(id);
      at.line = line;
      if (t == "ack") at.places[frame.client_message_id] = frame.seq;
      at.team = (t == "marks" ? frame : frame.thread.marks)?.agents || at.team;
      if (entry) {
        at.last = Math.max(at.last, entry.seq);
        // Whoever sent what they typed types no more; who goes on is told of anew.
        if (entry.from.kind == "visitor") (at.places[entry.client_message_id] = entry.seq), (at.typed = 0);
        else if (id == shown()) stop();
      }
      if (entry || t == "caught_up") read();
      drawSoon();
    },
  };
};
