// The menu in the panel's head: what a visitor can do with the conversation that is shown. What cannot be undone is asked
// once more, in the place where it was pressed.

import { button, dress, element, keep } from "./draw.js";

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
 * `leave` gives the focus back.
 */
export const menu = (loader, widget, words, leave) => {
  if (!loader.hasMenu) dress(loader, CSS);
  loader.hasMenu = true;
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

  // What can be done changes with what is shown; a question that is being asked stays until it is answered.
  let shown;
  const all = () => {
    const [thread, closed] = loader.place;
    shown = thread + " " + closed;
    node.removeAttribute("aria-describedby");
    const items = [];
    if (thread && !closed) items.push(act(words.end, end));
    show(...(items.length ? items : [element("p", "dim", words.menu_nothing)]));
  };

  return {
    node,
    focus: all,
    refresh: () => shown != loader.place[0] + " " + loader.place[1] && all(),
    remove: () => node.remove(),
  };
};
