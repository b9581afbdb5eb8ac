// The visitor's conversations, and the way to a new one: the panel's home. The list is the edge's, asked when it is opened
// and whenever something happens elsewhere, so that it is right in every tab. Picking one is the widget's to do.

import { button, dress, element, face, fill, icon, keep } from "./draw.js";
import { own } from "./own.js";

const CSS = `
.threads{flex:1;min-height:0;overflow:auto;overscroll-behavior:contain;padding:16px 12px calc(16px + env(safe-area-inset-bottom))}
.threads h2{margin:0 4px 8px;font:600 17px/24px var(--font);letter-spacing:-.012em;outline:0}
.threads ul{margin:0;padding:0;list-style:none}
.threads li+li{border-block-start:1px solid var(--line)}
.threads .card{overflow:hidden;margin-block-end:12px;border:1px solid var(--line);border-radius:12px}
.threads button{display:flex;align-items:center;gap:10px;width:100%;min-height:56px;padding:8px 12px}
.threads button:hover{background:var(--hover)}
.threads button:focus-visible{border-radius:10px;box-shadow:inset 0 0 0 2px var(--brand-text)}
.threads button[aria-current]{background:var(--active)}
.threads .new{font-weight:600;color:var(--brand-text)}
.threads .new svg:dir(rtl){transform:scaleX(-1)}
.threads .new svg{margin-inline-start:auto}
.threads .what{flex:1;min-width:0}
.threads .what>*{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.threads .what b{font-weight:600}
.threads .what span,.threads time{font:var(--small);color:var(--text-3)}
.threads [aria-current] :is(.what span,time){color:var(--text-2)}
.threads .when{flex:none;display:grid;justify-items:end;gap:4px;align-self:start;padding-block-start:3px;font-variant-numeric:tabular-nums}
.threads .count{min-width:18px;padding-inline:5px;border-radius:9px;background:var(--brand);color:var(--on-brand);
font:600 11px/18px var(--font);text-align:center}
.threads .said{margin:12px 4px;color:var(--text-2)}
.threads .said+button{width:auto;min-height:44px;border:1px solid var(--control);border-radius:8px;justify-content:center}
@media(max-width:599px),(max-height:559px){.threads button{min-height:64px}}
@media(forced-colors:active){.threads .count{border:1px solid;forced-color-adjust:none}}`;

const DAY = 864e5;

/**
 * The list: `node` to show, `focus` to go into it, `refresh` to ask again, `remove` to end it. `leave` goes back to where
 * the visitor was; `pick` does that and something else.
 */
export const threads = (loader, widget, words, leave, pick) => {
  if (!loader.dressed) dress(loader, CSS);
  loader.dressed = true;
  const { guard, settings } = loader;
  const lang = loader.lang();
  const primary = (tag) => tag.split("-")[0].toLowerCase();
  const locale = (navigator.languages || []).find((tag) => primary(tag) == primary(lang)) || lang;
  const format = (at) => {
    const now = new Date();
    const today = now.toDateString() == new Date(at).toDateString();
    const options = today ? { hour: "numeric", minute: "2-digit" } : { day: "numeric", month: "short" };
    if (now - at > 300 * DAY) options.year = "numeric";
    return new Intl.DateTimeFormat(locale, options).format(at);
  };

  const title = element("h2", "", words.threads);
  title.tabIndex = -1;
  title.id = "parlor-threads";
  const place = element("div", "");
  const said = element("p", "said");
  said.setAttribute("role", "status");
  const node = element("section", "threads", title);
  node.setAttribute("aria-labelledby", title.id);
  keep(loader, node, leave);
  if (!settings?.hideNewThreadLink) {
    const fresh = () => pick(() => widget.fresh());
    const card = element("div", "card");
    card.append(button(loader, "new", fresh, words.threads_new, icon("m6 3 5 5-5 5")));
    node.append(card);
  }
  node.append(said, place);

  const line = (thread) => {
    const { agent, heading, status, last, by, at, unread } = thread;
    const name = agent || heading || words.threads_team;
    const who = element("b", "", name);
    const beginning = by ? by + ": " : words.you + ": ";
    const tail = element("span", "", status == "closed" ? words.threads_closed + " " : "");
    tail.append(last ? beginning + last : words.threads_silent);
    for (const node of [who, tail]) node.dir = "auto";
    const when = element("time", "", format(at));
    when.dateTime = new Date(at).toISOString();
    const moment = element("span", "when", when);
    if (unread) {
      const count = element("span", "count", unread > 9 ? "9+" : String(unread));
      count.setAttribute("aria-hidden", "true");
      moment.append(count, element("span", "aside", fill(words.threads_unread, { n: unread })));
    }
    const press = () => pick(() => widget.select(thread.id, loader.token(), thread.socket));
    const made = button(loader, "", press, face(name), element("span", "what", who, tail), moment);
    if (thread.id == loader.place[0]) made.setAttribute("aria-current", "true");
    made.dataset.thread = thread.id;
    return element("li", "", made);
  };

  const draw = (all) => {
    // Whoever stands on a line stands on it afterwards.
    const held = loader.root.activeElement?.dataset?.thread;
    const list = element("ul", "card");
    list.setAttribute("role", "list"); // without bullets it would be none to some readers
    list.append(...all.map(line));
    said.textContent = all.length ? "" : words.threads_none;
    place.replaceChildren(...(all.length ? [list] : []));
    if (held) place.querySelector('[data-thread="' + held + '"]')?.focus();
  };

  let turn = 0;
  const refresh = async () => {
    const mine = ++turn;
    if (!place.hasChildNodes()) said.textContent = words.threads_wait;
    const all = (await own(loader, "threads"))?.threads;
    if (mine != turn) return;
    guard(() => {
      if (all) return draw(all);
      if (place.querySelector("ul")) return; // what is there is better than nothing
      said.textContent = words.threads_failed;
      place.replaceChildren(button(loader, "", refresh, words.try_again));
    })();
  };
  refresh();

  return {
    node,
    refresh,
    focus: () => title.focus(),
    remove: () => {
      turn = -1;
      node.remove();
    },
  };
};
