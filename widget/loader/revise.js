// What a visitor can do with a message: answer it, say one of their own in other words, or take it back (P26). And what a
// message answers, drawn in its bubble from the log: only places come over the wire. Fetched when somebody reaches for a
// message, or when one comes that answers another.
//
// Changing is asked of the edge by itself, like everything rare; what came of it comes as an entry of the log, to this page as
// to all others. What a message answers goes in the frame of the one that it was sent with (next.js). Knows what carry.js
// heard: `loader.said` by place and id, and the bubbles in `loader.rows`.

import { button, dress, element, icon, keep } from "./draw.js";
import { withNext } from "./next.js";
import { own } from "./own.js";

const AT_MOST = 9e5; // the edge changes nothing that is older, in ms

const CSS = `
.opts{position:absolute;inset-block-start:3px;inset-inline-end:0;width:32px;height:32px;display:grid;place-items:center;
border-radius:50%;color:var(--text-2);opacity:0}
.me>.opts{inset-inline:0 auto}
.opts svg{width:16px;height:16px;fill:currentcolor;stroke:none}
.opts:hover{background:var(--hover)}
.m:hover>.opts,.opts:focus-visible,.opts[aria-expanded=true]{opacity:1}
@media(hover:none){.opts{opacity:.7}}
.m:not(.me):has(>.opts){padding-inline-end:36px}
.acts{grid-row:5;display:flex;flex-wrap:wrap;gap:4px;max-width:100%;margin-block-start:4px;padding:4px;border:1px solid var(--line);
border-radius:12px;background:var(--raised);outline:0}
.acts button{min-height:36px;padding:0 12px;border-radius:8px}
.acts button:hover{background:var(--hover)}
.acts .danger{color:var(--danger)}
.acts .now{background:var(--brand);color:var(--on-brand);font-weight:600}
.acts textarea{all:unset;box-sizing:border-box;width:264px;max-width:100%;min-height:64px;max-height:160px;padding:8px 10px;
overflow:auto;border:1px solid var(--control);border-radius:8px;background:var(--surface);white-space:pre-wrap;overflow-wrap:anywhere}
.acts textarea:focus-visible{box-shadow:var(--ring)}
.acts p{width:100%;margin:2px 6px;font:var(--small);color:var(--danger)}
.acts p:empty{display:none}
.to{grid-row:1;max-width:272px;margin-block-end:2px;padding:2px 10px;border-inline-start:2px solid var(--control);
font:var(--small);color:var(--text-2);border-radius:0}
.to>*,.foot .to>*{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.to b{font-weight:600}
.to b:empty{display:none}
.answers{display:flex;align-items:center;gap:8px;margin-block-end:8px}
.answers .to{flex:1;min-width:0;max-width:none;margin:0}
.answers .not{flex:none;width:32px;height:32px;border-radius:50%;color:var(--text-2);text-align:center}
.answers .not:hover{background:var(--hover)}
.taken>.b{background:none;box-shadow:inset 0 0 0 1px var(--line);color:var(--text-2);font-style:italic}
.m:focus-visible{outline:2px solid var(--brand-text);outline-offset:2px;border-radius:12px}
@media(max-width:599px),(max-height:559px){.opts{width:44px;height:44px;inset-block-start:-3px}.acts button,.answers .not{min-height:44px;min-width:44px}
.acts textarea{font-size:16px}}`;

const DOTS = "M2 8a1.4 1.4 0 0 1 2.8 0A1.4 1.4 0 0 1 2 8m4.6 0a1.4 1.4 0 0 1 2.8 0 1.4 1.4 0 0 1-2.8 0m4.6 0A1.4 1.4 0 0 1 14 8a1.4 1.4 0 0 1-2.8 0";

/** Draws what there is to draw now, and gives what is to be called when a bubble or an entry came: `look`. */
export const revise = (loader, host) => {
  const { root, guard } = loader;
  const sheet = dress(loader, CSS);
  const writing = () => root.querySelector(".foot textarea");
  const [shown, closed] = [() => loader.place?.[0], () => loader.place?.[1]];

  /** Who said what, as it is quoted. */
  const quoted = (seq) => {
    const { from, body, attachments } = loader.said[seq] || {};
    if (!from) return ["", "…"];
    const text = body.kind == "text" ? body.text.trim() || attachments?.[0]?.name : loader.words.gone;
    return [from.kind == "visitor" ? loader.words.you : from.name, text];
  };
  const go = (seq) => {
    for (const [key, node] of loader.rows)
      if (loader.said[key]?.seq == seq && node.isConnected) {
        node.tabIndex = -1;
        node.focus();
        node.scrollIntoView({ block: "nearest" });
      }
  };
  const write = (quote, seq) => {
    const [who, text] = quoted(seq);
    const now = who + "\n" + text;
    if (quote.now == now) return;
    quote.now = now;
    const [name, words] = [element("b", "", who), element("span", "", text)];
    name.dir = words.dir = "auto";
    quote.replaceChildren(name, words);
  };
  const quote = (seq) => {
    const made = button(loader, "to", () => go(seq));
    made.setAttribute("aria-live", "off");
    write(made, seq);
    return made;
  };

  // What the next message answers, above the composer.
  let answered; // the place and its conversation
  let strip;
  const forget = () => {
    answered = null;
    strip = strip?.remove();
  };
  const answer = (seq) => {
    forget();
    answered = [seq, shown()];
    const not = button(loader, "not", () => (forget(), writing().focus()), "×");
    not.setAttribute("aria-label", loader.words.menu_cancel);
    strip = element("div", "answers", quote(seq), not);
    keep(loader, strip, () => (forget(), writing().focus()));
    // Enter and the space bar press a button, and nothing else.
    root.querySelector(".foot .field").before(strip);
    writing().focus();
  };
  withNext(loader, host, () => {
    if (!answered) return;
    const [seq, thread] = answered;
    forget();
    lookSoon();
    return thread == shown() && { reply_to: seq };
  });

  let open; // ends what is open
  /** The menu of a message, below its bubble. */
  const menu = (node, handle, entry) => {
    const { seq, at, from, body, attachments } = entry;
    const { words } = loader;
    const box = element("div", "acts");
    box.tabIndex = -1;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", words.menu);
    box.setAttribute("aria-live", "off");
    const shut = () => {
      open = null;
      box.remove();
      handle.setAttribute("aria-expanded", "false");
    };
    const leave = () => {
      shut();
      handle.focus();
    };
    keep(loader, box, leave);
    const show = (...content) => {
      box.replaceChildren(...content);
      (box.querySelector("textarea,button") || box).focus();
      box.scrollIntoView({ block: "nearest" });
    };
    const act = (name, press, look) => button(loader, look, press, name);
    const said = element("p", "");
    said.setAttribute("role", "status");
    const ask = guard(async (more) => {
      const path = loader.record().s.replace(/socket$/, "revise");
      const done = await own(loader, path, { thread: shown(), message: seq, ...more });
      if (!done) return void (said.textContent = done == null ? words.rating_failed : words.too_old);
      if (open == shut) shut();
      writing().focus(); // the bubble becomes another one
    });
    const edit = () => {
      const field = element("textarea", "");
      field.value = body.text;
      field.maxLength = 10000;
      field.setAttribute("dir", "auto");
      field.setAttribute("aria-label", words.edit);
      const save = () => {
        const text = field.value;
        // Other words are masked as the first ones were (N20).
        if (text.trim() || attachments) ask({ text: loader.mask(text) });
      };
      show(field, act(words.menu_cancel, leave), act(words.send, save, "now"), said);
    };
    const away = () => show(act(words.menu_cancel, leave), act(words.delete, () => ask({}), "danger"), said);
    const mine = from.kind == "visitor" && !closed() && Date.now() - at < AT_MOST;
    const answers = act(words.reply, () => {
      shut();
      answer(seq);
    });
    open?.();
    open = shut;
    handle.setAttribute("aria-expanded", "true");
    node.append(box);
    show(answers, ...(mine ? [act(words.edit, edit), act(words.delete, away, "danger")] : []));
    return leave;
  };

  const handles = new WeakSet();
  const look = () => {
    soon = 0;
    if (answered && answered[1] != shown()) forget();
    if (strip) write(strip.firstChild, answered[0]);
    for (const [key, node] of loader.rows) {
      if (!node.isConnected) {
        loader.rows.delete(key);
        continue;
      }
      const entry = loader.said[key];
      const seq = entry?.reply_to || loader.filled?.[String(key).replace(/(-2)+$/, "")]?.reply_to;
      const there = node.querySelector(":scope>.to");
      if (there) write(there, seq);
      else if (seq) node.querySelector(".b").before(quote(seq));
      if (!entry || handles.has(node)) continue;
      handles.add(node);
      let leave;
      const press = () => (handle.getAttribute("aria-expanded") == "true" ? leave() : (leave = menu(node, handle, loader.said[key])));
      const handle = button(loader, "opts", press, icon(DOTS));
      handle.setAttribute("aria-label", loader.words.menu + ": " + quoted(entry.seq)[1].slice(0, 60));
      handle.setAttribute("aria-expanded", "false");
      handle.setAttribute("aria-live", "off");
      node.append(handle);
    }
  };
  // The wasm draws after the frame was heard.
  let soon;
  const lookSoon = () => (soon ||= setTimeout(guard(look)));
  loader.undo.push(() => {
    clearTimeout(soon);
    forget();
    open?.();
    loader.revise = null;
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other != sheet);
  });
  look();
  return lookSoon;
};
