// What a chat needs beside the wasm once it is about to run: which message brings which files, files that are dropped or
// pasted, and the signals of what is new. Part of rest.js; whatever happened before it came was kept for it by start.js.

import { marks } from "./marks.js";
import { signals } from "./signals.js";

/** What start.js hands everything to. `loader` is what loader.js hands over, `widget` the running one, `host` of page.js. */
export const carry = (loader, widget, host) => {
  const { root, guard } = loader;
  let told = signals(loader, host);
  const signs = marks(loader, host);

  // Files are a module of their own, fetched when one is chosen or comes.
  let coming;
  const withFiles = (f) => {
    coming ||= import(loader.edge + __FILES_JS__).then((module) => (loader.files = module.files(loader, widget, host)));
    coming.then(guard(f), () => (coming = 0));
  };

  // What messages bring: our own by their id, all others by their place in the thread.
  const carried = {};
  let thread;
  // One that began another thread has the same id with a tail.
  loader.carried = (key, list) =>
    list ? (carried[key] = list) : carried[key] || (key.at && carried[key.replace(/(-2)+$/, "")]);
  loader.row = (node, key) => {
    const list = loader.carried(key);
    if (list) withFiles((it) => it.draw(node, list));
  };

  // What was said in the conversation that is shown, by place and by id, and its bubbles: for whoever answers a message, says
  // it in other words or takes it back, which is a script of its own. It comes when somebody reaches for a message.
  loader.said = {};
  loader.rows = new Map();
  let revising;
  const withRevise = () => {
    if (loader.revise) return loader.revise();
    revising ||= import(loader.edge + __REVISE_JS__).then(guard((it) => (loader.revise = it.revise(loader, host))), () => (revising = 0));
  };
  const reach = ({ target }) => target.closest?.(".log") && withRevise();
  for (const type of ["pointerover", "focusin"]) host.on(root, type, reach);
  const said = (entry) => {
    const { client_message_id, seq, body, reply_to } = entry;
    const { message } = body;
    if (!message || message == seq) loader.said[client_message_id] = loader.said[seq] = entry;
    else if (loader.said[message]) loader.said[message].body = body.text == null ? body : { kind: "text", text: body.text };
    if (reply_to || body.kind == "deleted" || loader.revise) withRevise();
  };

  const heard = (line, data) => {
    // What a message is to answer is gone from the edge: it can go without.
    if (data.includes('"field":"reply_to"')) delete loader.filled?.[JSON.parse(data).ref]?.reply_to;
    if (loader.form && data.includes('"form_invalid"')) loader.form.refused(JSON.parse(data));
    if (loader.box && data.includes('"subscription_unknown"')) loader.box.refused(JSON.parse(data));
    if (!/^\{"t":"(entry|caught_up|ack|marks|typing)"/.test(data)) return;
    const frame = JSON.parse(data);
    signs.heard(line, frame);
    if (frame.t == "caught_up") line.live = true;
    if (frame.t != "entry") return;
    const { client_message_id, seq, attachments, from, body } = frame.entry;
    if (frame.thread != thread) {
      for (const key in carried) key > 0 && delete carried[key];
      loader.said = {};
    }
    thread = frame.thread;
    if (attachments) carried[client_message_id] = carried[seq] = attachments;
    said(frame.entry);
    // What is replayed is no news.
    if (line.live && from.kind == "agent" && body.kind == "text") told();
  };

  const brought = (event) => {
    const data = event.dataTransfer || event.clipboardData;
    const has = (type) => data?.types.includes(type);
    // A picture of a text that comes with the text is no file that somebody meant.
    if (!has("Files") || has("text/plain") || root.querySelector(".clip")?.hidden || !event.target.closest(".panel")) return;
    event.preventDefault();
    event.stopPropagation();
    const list = [...data.files];
    if (list[0]) withFiles((it) => it.add(list));
  };
  for (const type of ["dragover", "drop", "paste"]) host.on(root, type, brought);

  return {
    ready: (then) => then?.(),
    heard,
    row: (node, key) => {
      loader.row(node, key);
      signs.row(node, key);
      loader.rows.set(key, node);
      if (loader.revise) withRevise();
    },
    files: () => withFiles((it) => it.pick()),
    // The widget was drawn anew, in other words: what stood in it does too.
    anew: () => {
      coming = loader.files = null;
      revising = loader.revise = null;
      told = signals(loader, host);
    },
    // What another page left names its files in full.
    adopt: (message) => {
      message[6] = loader.carried(message[0], message[6]).map((file) => file.id).join();
      widget.adopt(message);
    },
  };
};
