// The menu in the panel's head: what a visitor can do with the conversation that is shown. What cannot be undone is asked
// once more, in the place where it was pressed.

import { button, dress, element, fill, keep } from "./draw.js";
import { beside, own } from "./own.js";
import { transcript } from "./transcript.js";

const CSS = `
.menu{position:absolute;z-index:1;inset-block-start:60px;inset-inline-end:12px;width:264px;max-width:calc(100% - 24px);
padding:6px;border:1px solid var(--line);border-radius:12px;background:var(--raised);box-shadow:var(--shadow);outline:0}
.menu p{margin:6px 10px 8px}
.menu .dim{font:var(--small);color:var(--text-2)}
.menu button{display:block;width:100%;min-height:40px;padding:9px 10px;border-radius:8px}
.menu button:hover{background:var(--hover)}
.menu .danger{color:var(--danger)}
@media not (prefers-reduced-motion){.menu{animation:rise .14s var(--out)}}
@media(max-width:599px),(max-height:559px){.menu button{min-height:44px}}`;

/**
 * The menu: `node` to show, `focus` to go into it, `refresh` where something else is shown by now, `remove` to end it.
 * `leave` gives the focus back; `forgotten` is told that nothing is to be known any more.
 */
export const menu = (loader, widget, words, leave, forgotten) => {
  if (!loader.hasMenu) dress(loader, CSS);
  loader.hasMenu = true;
  const { guard } = loader;
  const node = element("div", "menu");
  node.tabIndex = -1;
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", words.menu);
  keep(loader, node, leave);

  const show = (...content) => {
    node.replaceChildren(...content);
    (node.querySelector("button") || node).focus();
  };
  const act = (name, press) => button(loader, "", press, name);

  // Asks once, in place: the answer that changes nothing comes first.
  const ask = (question, explained, name, press) => {
    const yes = act(name, press);
    yes.className = "danger";
    const text = element("p", "", question);
    text.id = "parlor-menu-question";
    node.setAttribute("aria-describedby", text.id);
    show(text, ...(explained ? [element("p", "dim", explained)] : []), act(words.menu_cancel, all), yes);
  };

  const end = () =>
    ask(words.end_question, words.end_explained, words.end, () => {
      widget.end();
      leave();
    });

  // What takes a moment says so, and how it went.
  const said = element("p", "dim");
  said.setAttribute("role", "status");
  const wait = (words) => {
    said.textContent = words;
    node.replaceChildren(said);
    node.focus();
  };
  const failed = (words) => {
    said.textContent = words;
    node.append(act(words.try_again, all));
    node.lastChild.focus();
  };

  const find = async (id) => (await own(loader, "threads"))?.threads.find((thread) => thread.id == id);
  const download = guard(async () => {
    wait(words.transcript_wait);
    try {
      const thread = await find(loader.place[0]);
      const text = transcript(words, loader.lang(), thread, await whole(thread));
      if (!node.isConnected) return;
      save(text, words.transcript_file);
      said.textContent = words.transcript_done;
    } catch {
      if (node.isConnected) failed(words.transcript_failed);
    }
  });
  // Piece by piece, until its end as it was when the first piece came.
  const whole = async (thread) => {
    const entries = [];
    let end;
    do {
      const known = entries.length ? entries.at(-1).seq : 0;
      const piece = await own(loader, beside(thread, "log"), { thread: thread.id, after_seq: known });
      if (!piece) throw 0;
      end ??= piece.thread.last_seq;
      entries.push(...piece.entries);
      if (!piece.entries.length) break;
    } while (entries.at(-1).seq < end);
    return entries;
  };
  const save = (text, name) => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    const link = element("a");
    link.href = address;
    link.download = name + ".txt";
    node.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 6e4);
  };

  const forget = () =>
    ask(words.forget_question, words.forget_explained, words.forget, guard(async () => {
      wait(words.threads_wait);
      const done = await own(loader, "forget");
      if (!done) return node.isConnected && failed(words.forget_failed);
      forgotten();
      // The buttons of the head are gone with what they were for, and the words stay until they are read.
      said.textContent = words.forget_done;
      if (done.erasure) said.append(" ", fill(words.forget_number, { number: done.erasure }));
      node.append(act(words.ok, leave));
      node.lastChild.focus();
    }));

  // What they agreed to be written to about ends as easily as it began: with the press that names it.
  const unsubscribe = ({ subscription, name }) =>
    guard(async () => {
      wait(words.threads_wait);
      const now = await own(loader, "unsubscribe", { subscription });
      if (!node.isConnected) return;
      if (!now) return failed(words.rating_failed);
      said.textContent = fill(words.unsubscribed, { name });
      node.append(act(words.ok, leave));
      node.lastChild.focus();
    });
  const subscribed = guard(async (last) => {
    const now = await own(loader, "subscriptions");
    const each = (one) => act(fill(words.unsubscribe, one), unsubscribe(one));
    if (last.isConnected) last.before(...(now?.subscriptions || []).map(each));
  });

  // What can be done changes with what is shown; a question that is being asked stays until it is answered.
  let shown;
  const all = () => {
    said.textContent = "";
    const [thread, closed] = loader.place;
    shown = thread + " " + closed;
    node.removeAttribute("aria-describedby");
    const items = [act(words.forget, forget)];
    if (thread) items.unshift(act(words.transcript, download));
    if (thread && !closed) items.unshift(act(words.end, end));
    show(...items);
    subscribed(items.at(-1));
  };

  return {
    node,
    focus: all,
    refresh: () => loader.record()?.k && shown != loader.place[0] + " " + loader.place[1] && all(),
    remove: () => node.remove(),
  };
};
