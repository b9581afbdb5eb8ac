// What a page may ask of its chat, and what it may hear: `Chat` of packages/parlor/index.d.ts. Knows what the loader and
// the widget can do; knows nothing of the original (hubspot.js stands on this), and nothing of how a thread is kept.

import { forget } from "./forget.js";
import { Inline } from "./inline.js";
import { labels } from "./labels.js";

const OPENED = 2;
const DISMISSED = 3;
const CLOSED = 5;
const STARTED = 6;
const SELECTED = 7;
const ENDED = 8;
const UNREAD = 9;
const IDENTIFIED = 10;
const PICKED = 11;

const HIDDEN = ".launcher,.corner{display:none!important}";

/** Runs the page's own code: what it throws is reported, and stops nothing of ours. */
export const apart = (f) => {
  try {
    return f();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
};

/** The chat of this page. `loader` is what loader.js hands over. */
export const chat = (loader) => {
  const listeners = new Map();
  const inline = new Inline(loader);
  const label = labels(loader);
  let isOpen = false;
  let isHidden = false;
  let asked; // the page itself asked for the next opening or closing
  let draft;

  const emit = (name, event = {}) => {
    for (const listener of [...(listeners.get(name) || [])]) apart(() => listener(event));
  };

  const thread = (id) => ({ thread: { id } });
  loader.heard = (deed, about) => {
    // What the record tells of a thread is written a moment after this is said.
    if (deed == STARTED || deed == SELECTED) setTimeout(loader.guard(() => label.begun()));
    if (deed == OPENED || deed == CLOSED) {
      const by = asked ? "page" : "visitor";
      const was = isOpen;
      isOpen = deed == OPENED;
      asked = false;
      if (by == "visitor") emit("interacted");
      if (!isOpen) emit("closed", { by });
      else if (!was) emit("opened", { by });
    } else if (deed == DISMISSED) {
      emit("interacted");
      emit("dismissed");
    } else if (deed == STARTED) {
      emit("started", thread(about));
      emit("selected", thread(about));
    } else if (deed == SELECTED) emit("selected", thread(about));
    else if (deed == ENDED) emit("ended", thread(about));
    else if (deed == UNREAD) emit("unread", { count: +about });
    else if (deed == IDENTIFIED) emit("identified");
    else if (deed == PICKED) emit("picked", { text: about });
  };

  const put = () => {
    const running = loader.widget();
    if (running && draft != null) running.widget.draft(draft), (draft = null);
  };
  loader.loaded = () => {
    const { widget } = loader.widget();
    if (inline.on) widget.pin();
    if (inline.on && inline.focuses) (asked = true), widget.open();
    dress();
    put();
    begin();
    emit("loaded");
  };

  // The launcher's absence is a sheet of its own, after all others.
  let sheet;
  const dress = () => {
    const { root } = loader;
    const others = root.adoptedStyleSheets.filter((other) => other != sheet);
    sheet = null;
    const css = (isHidden ? HIDDEN : "") + inline.css;
    if (css) {
      sheet = new root.ownerDocument.defaultView.CSSStyleSheet();
      sheet.replaceSync(css);
    }
    root.adoptedStyleSheets = sheet ? [...others, sheet] : others;
  };

  const go = () => {
    loader.off = false;
    if (loader.begun) loader.adapt();
    else loader.go();
  };

  /** Starts anew as who the visitor is after `change`: what ran before writes nothing after it. */
  const restart = async (change) => {
    const wasOpen = stands();
    await loader.quit();
    isOpen = false;
    change();
    if (!loader.begun || loader.off) return;
    await loader.ask();
    if (wasOpen) open();
  };

  // Display rules, and a chat that runs, open it too: the launcher knows.
  const stands = () => !!loader.widget() && !loader.off && loader.launcher.getAttribute("aria-expanded") == "true";

  const open = () => {
    asked = !stands();
    loader.open();
  };

  return {
    emit,
    inline,
    restart,
    dress,
    load: ({ open: shown, inline: place } = {}) => {
      const fresh = place ? inline.move(place) : null;
      if (fresh) {
        // Another document, or another place: what ran elsewhere starts anew there.
        loader.quit().then(() => {
          loader.host.remove();
          loader.spot.append(loader.host);
          loader.dress();
          dress();
          go();
          loader.load();
        });
        return;
      }
      go();
      if (shown) open();
    },
    refresh: async ({ newThread } = {}) => {
      // What was taken off the page comes back with `load` only.
      if (!loader.begun || loader.off) return;
      await loader.decide(!!newThread);
      if (!newThread) return;
      // Nothing is for this page: the chat that runs stays (H18).
      if (!loader.shown()) return loader.decide();
      loader.fresh = true;
      open();
      begin();
    },
    open: ({ text, newThread } = {}) => {
      if (text != null) draft = String(text);
      if (loader.off || !loader.begun) go();
      if (newThread) loader.fresh = true;
      open();
      begin();
      put();
    },
    close: () => {
      asked = stands() && !inline.on;
      loader.widget()?.widget.close();
    },
    remove: () => {
      loader.off = true;
      isOpen = false;
      loader.adapt();
      if (inline.leave()) loader.quit().then(loader.dress).then(dress);
    },
    launcher: (shown) => {
      isHidden = !shown;
      dress();
    },
    reset: () => {
      restart(() => {
        loader.identify(null);
        forget(loader);
      });
    },
    identify: (token) => {
      restart(() => loader.identify(token || null));
    },
    setAttributes: (attributes) => {
      window.parlor = { ...window.parlor, attributes: { ...window.parlor?.attributes, ...attributes } };
      dispatchEvent(new Event("parlor"));
    },
    addLabel: (name) => label.set(name, true),
    removeLabel: (name) => label.set(name, false),
    status: () => ({ loaded: !!loader.widget() && !loader.off, pending: !!loader.pending(), open: stands() }),
    on: (name, listener) => {
      if (typeof listener != "function") throw new TypeError("on(name, listener): the listener is no function");
      listeners.set(name, (listeners.get(name) || new Set()).add(listener));
      return () => listeners.get(name).delete(listener);
    },
  };

  // A new thread is begun by the widget as soon as it is there.
  function begin() {
    const running = loader.widget();
    if (running && loader.fresh) (loader.fresh = false), running.widget.fresh();
  }
};
