// What a visitor who wrote can do with their conversations: the buttons in the panel's head, and the way to the scripts
// behind them, each fetched when it is first asked for. Knows which conversation is shown (`loader.place`); of what is in
// it, nothing.

import { button, dress, element, fill, icon } from "./draw.js";
import { forget } from "./forget.js";
import { beside, own } from "./own.js";

const CSS = `
.back{position:relative;width:36px;margin-inline-start:-6px}
.back svg:dir(rtl){transform:scaleX(-1)}
.back i{position:absolute;inset-block-start:5px;inset-inline-end:5px;width:10px;height:10px;border:2px solid var(--surface);
border-radius:50%;background:var(--brand);forced-color-adjust:none}
.back:not(.news) i{display:none}
.more svg{fill:currentcolor;stroke:none}
.listing>:is(.stream,.foot,.notice,.rating){display:none}
@media(max-width:599px),(max-height:559px){:is(.back,.more){width:44px;height:44px}}
@media(forced-colors:active){.back i{background:Highlight}}`;

/** Draws the buttons, or what changed about them. Called with every change of `loader.place`. */
export const talk = (loader, widget) => (loader.talking ||= begin(loader, widget))();

const begin = (loader, widget) => {
  const { root, guard, edge } = loader;
  const { words } = loader;
  const panel = root.querySelector(".panel");
  const top = root.querySelector(".top");
  dress(loader, CSS);

  // A button of the head and what it opens: a script's part, fetched once; one that did not come is asked for again
  // with the next press. One part is open at a time, and what it ends with gives the focus back.
  const doors = [];
  const door = (name, shape, address, opened) => {
    let part;
    let coming;
    const shut = () => {
      part?.remove();
      part = null;
      node.setAttribute("aria-expanded", "false");
      panel.classList.remove("listing");
    };
    const leave = () => {
      shut();
      (node.hidden ? panel.querySelector(".foot textarea") : node).focus();
    };
    const open = (module) => {
      if (part || !loader.place[3]) return;
      doors.forEach((other) => other.shut());
      part = opened(module, leave, shut);
      node.setAttribute("aria-expanded", "true");
      part.focus();
    };
    const press = () => {
      if (part) return leave();
      coming ||= import(edge + address);
      coming.then(guard(open), () => (coming = null));
    };
    const node = button(loader, "icon " + name, press, shape);
    node.setAttribute("aria-expanded", "false");
    const made = { node, shut, refresh: () => part?.refresh() };
    doors.push(made);
    return made;
  };

  // The list of conversations takes the place of log and composer.
  const back = door("back", icon("m10 3-5 5 5 5"), __THREADS_JS__, ({ threads }, leave, shut) => {
    const list = threads(loader, widget, words, leave, (act) => {
      shut();
      act();
    });
    panel.classList.add("listing");
    panel.append(list.node);
    return list;
  });
  back.node.append(element("i"));
  top.prepend(back.node);

  const more = door("more", icon("M2 8a1.4 1.4 0 0 1 2.8 0A1.4 1.4 0 0 1 2 8m4.6 0a1.4 1.4 0 0 1 2.8 0 1.4 1.4 0 0 1-2.8 0m4.6 0A1.4 1.4 0 0 1 14 8a1.4 1.4 0 0 1-2.8 0"), __MENU_JS__, ({ menu }, leave) => {
    const part = menu(loader, widget, words, leave, forgotten);
    top.after(part.node);
    return part;
  });
  more.node.setAttribute("aria-label", words.menu);
  top.lastChild.before(more.node);

  // What this browser knows of the visitor, in whichever tab that is wished.
  const key = "parlor:" + loader.account;
  const forgotten = () => {
    loader.kept = undefined;
    forget(loader);
    widget.forget();
    update();
  };
  const heard = guard((event) => {
    if (event.key != key || event.newValue != null) return;
    forgotten();
    doors.forEach((each) => each.shut());
  });
  addEventListener("storage", heard);
  loader.undo.push(() => removeEventListener("storage", heard));

  // A conversation that ended may be asked about. The edge knows: it was answered in no tab, and the owner asks.
  let ended; // the one that is shown, since it ended
  let question;
  const ask = async (id) => {
    const known = (await own(loader, "threads"))?.threads.find((thread) => thread.id == id);
    if (!known?.rating || ended != id) return;
    const module = await import(edge + __RATING_JS__);
    guard(() => {
      if (ended != id || question) return;
      const send = (body) => own(loader, beside(known, "rating"), { thread: id, ...body });
      const done = () => {
        question?.remove();
        panel.querySelector(".foot textarea").focus();
      };
      question = module.rating(loader, words, known, send, done);
      panel.querySelector(".foot").before(question.node);
    })();
  };

  // On a small screen the panel is all there is: Tab goes round in it, through whatever it shows now.
  const round = guard((event) => {
    if (event.key != "Tab" || !loader.small.matches) return;
    const all = [...panel.querySelectorAll("button,textarea,input,a,summary")];
    const seen = all.filter((node) => !node.disabled && node.getClientRects().length);
    const ends = [seen[0], seen.at(-1)];
    const [from, to] = event.shiftKey ? ends : ends.reverse();
    event.stopPropagation();
    if (root.activeElement != from) return;
    event.preventDefault();
    to.focus();
  });
  panel.addEventListener("keydown", round, true);

  const update = () => {
    const [thread, closed, elsewhere, isOpen] = loader.place;
    back.node.hidden = more.node.hidden = !loader.record()?.k;
    const now = isOpen && closed ? thread : ended == thread && closed ? ended : undefined;
    if (now != ended) {
      question = question?.remove();
      ended = now;
      if (ended) ask(ended).catch(() => {});
    }
    back.node.classList.toggle("news", elsewhere > 0);
    back.node.setAttribute("aria-label", elsewhere ? fill(words.threads_news, { n: elsewhere }) : words.threads);
    doors.forEach((each) => (isOpen ? each.refresh() : each.shut()));
  };
  return update;
};
