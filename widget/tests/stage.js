// The page that the widget is tested on: a stand-in for the loader and the edge, and a book of what was done to the
// document. Everything is put back by `strike`.

const sockets = [];
const posted = [];
const books = { listeners: 0, timers: new Map(), operations: [] };
const originals = new Map();

const patch = (object, name, wrap) => {
  const original = object[name];
  originals.set(original, () => (object[name] = original));
  object[name] = wrap(original);
};

const keep_books = () => {
  patch(EventTarget.prototype, "addEventListener", (f) => function (...args) {
    books.listeners++;
    return f.apply(this, args);
  });
  patch(EventTarget.prototype, "removeEventListener", (f) => function (...args) {
    books.listeners--;
    return f.apply(this, args);
  });
  patch(window, "setTimeout", (f) => (g, ms) => {
    const ring = () => {
      books.timers.delete(id);
      g();
    };
    const id = f(ring, ms);
    books.timers.set(id, [ring, Date.now() + ms]);
    return id;
  });
  patch(window, "clearTimeout", (f) => (id) => {
    books.timers.delete(id);
    f(id);
  });
  for (const [prototype, names] of [
    [Node.prototype, ["appendChild", "insertBefore", "removeChild"]],
    [Element.prototype, ["append", "remove", "setAttribute", "removeAttribute", "toggleAttribute"]],
  ]) {
    for (const name of names) {
      patch(prototype, name, (f) => function (...args) {
        books.operations.push(name);
        return f.apply(this, args);
      });
    }
  }
};

/** Moves the clock ahead, and rings what is due by then. */
export const later = (ms) => {
  const now = Date.now;
  const ahead = now() + ms;
  patch(Date, "now", () => () => ahead);
  for (const [id, [ring, at]] of [...books.timers]) {
    if (at <= ahead) {
      clearTimeout(id);
      ring();
    }
  }
};

class Socket extends EventTarget {
  constructor(path) {
    super();
    this.path = path;
    this.sent = [];
    sockets.push(this);
  }
  send(text) {
    this.sent.push(text);
  }
  close() {}
}

const real = (event) =>
  new Proxy(event, {
    get: (made, name) => {
      const value = name === "isTrusted" || made[name];
      return typeof value === "function" ? value.bind(made) : value;
    },
  });

let stage;

/** Sets the stage; returns what the loader would hand over. */
export const set_stage = (css, small, record, texts) => {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host{all:initial!important;position:fixed!important}" + css);
  root.adoptedStyleSheets = [sheet];
  const launcher = document.createElement("button");
  launcher.className = "launcher";
  launcher.dir = /"(ar|fa|he)"/.test(texts) ? "rtl" : "ltr";
  launcher.append(document.createElementNS("http://www.w3.org/2000/svg", "svg"), document.createElement("b"));
  root.append(launcher);
  document.body.append(host);
  const screen = Object.assign(new EventTarget(), { matches: small });
  sockets.length = posted.length = finds.length = 0;
  keep_books();
  books.listeners = 0;
  const undo = [];
  let failure = null;
  const guard = (f) => (event) => {
    if (failure) return;
    try {
      return f(stage?.real ? real(event) : event);
    } catch (error) {
      failure = String(error);
      undo.forEach((step) => step());
      host.remove();
    }
  };
  // A record of "refused" is a browser whose storage throws.
  const known = () => (record && record !== "refused" ? JSON.parse(record) : undefined);
  const loader = {
    account: "demo",
    edge: "https://edge.example",
    words: JSON.parse(texts),
    root,
    launcher,
    small: screen,
    guard,
    undo,
    token: () => known()?.k,
    record: () => known() ?? null,
    recall: () => {},
    write: (next) => record !== "refused" && !!(record = JSON.stringify(next)),
    ask: () => void stage.asked++,
    tell: (deed, about) => void (stage.told = deed + " " + about),
    shown: () => stage.shown,
  };
  stage = { loader, host, root, undo, launcher, screen, asked: 0, real: false, failure: () => failure, stored: () => record };
  return loader;
};

/** What the edge says of the page that is shown. */
export const set_shown = (json) => void (stage.shown = JSON.parse(json));
/** What was told last: a deed, and what it is about. */
export const told = () => stage.told;

/** Other words, as `start.js` puts them there. */
export const use_words = (texts) => {
  stage.loader.words = JSON.parse(texts);
  stage.launcher.dir = /"(ar|fa|he)"/.test(texts) ? "rtl" : "ltr";
};

/** The launcher as the loader draws another look. */
export const dress_launcher = (classes, label) => {
  stage.launcher.className = classes;
  stage.launcher.querySelector("b").textContent = label;
};

/** Cuts the page off from the network: sockets and posts are ours. */
export const cut_off = (page) => {
  page.begin = page.session;
  page.socket = (path) => new Socket(path);
  page.session = (chatflow, begins, done) => {
    posted.push({ chatflow, begins, done });
    return () => {};
  };
};

/** What the browser keeps of messages that are not sent: the names of the boxes. */
const boxes = () => Object.keys(localStorage).filter((name) => /^parlor:.*:out:/.test(name));
export const box_count = () => boxes().length;
export const box_words = () => boxes().map((name) => localStorage.getItem(name)).join("\n");
/** Puts a box there, as another page would have left it. */
export const leave_box = (name, text) => localStorage.setItem(name, text);
export const has_box = (name) => localStorage.getItem(name) != null;
/** Looks for what other pages left, as start.js does; what was found is in `found`. */
const finds = [];
export const seek = (box, refuses) => box.seek((left) => (finds.push(JSON.stringify(left)), !refuses));
export const found = () => finds.splice(0).join("\n");
/** Another page that holds a box's lock, until it is let go. */
let holder;
export const hold_box = (name) =>
  new Promise((held) => navigator.locks.request(name, () => (held(), new Promise((free) => (holder = free)))));
export const let_box_go = () => holder();
/** Until the locks that were asked for are granted, and how many are held or waited for. */
export const locks_held = async () => {
  await navigator.locks.request("parlor-test", () => {});
  const { held, pending } = await navigator.locks.query();
  return held.length + " held, " + pending.length + " waited for";
};

/** Two tabs that begin a chat at once, of which the first gets its thread or never hears of it: what both were answered,
 *  and how often the edge was asked. */
export const begin_twice = async (page, stores) => {
  let asked = 0;
  patch(window, "fetch", () => async () => (asked++, new Response("{}")));
  const ask = () => new Promise((done) => page.begin("shop", true, done));
  const [first, second] = [ask(), ask()];
  const told = [await first];
  if (stores) page.write("t", "/s", "shop", "0-aaaaaaaaaaaaaaaaaaaaaaaaaa", 0, "", false);
  told.push("asked " + asked);
  if (!stores) later(10000);
  told.push(await second, "asked " + asked);
  later(10000); // nobody waits any more
  return told.join(", ");
};

/** Takes the stage down and puts every patched function back. */
export const strike = () => {
  stage.undo.forEach((step) => step());
  for (const name of boxes()) localStorage.removeItem(name);
  originals.forEach((restore) => restore());
  originals.clear();
  stage.host.remove();
};

export const find = (selector) => stage.root.querySelector(selector);
export const count = (selector) => stage.root.querySelectorAll(selector).length;
export const words = (selector) => find(selector)?.textContent ?? "";
export const attribute = (selector, name) => find(selector)?.getAttribute(name) ?? undefined;
export const visible = (selector) => !!find(selector)?.checkVisibility();
export const press = (selector) => find(selector).click();
/** Presses as a person does. No script can make such a press, so the boundary hands over one that says it is real. */
export const press_really = (selector) => {
  stage.real = true;
  find(selector).click();
  stage.real = false;
};
/** How often the edge was to decide once more. */
export const times_asked = () => stage.asked;
export const focused = () => stage.root.activeElement?.tagName.toLowerCase() ?? "";
export const focused_class = () => stage.root.activeElement?.className ?? "";
export const style = (selector, name) => getComputedStyle(find(selector))[name];
export const children_of_root = () => stage.root.children.length;
export const failure = () => stage.failure() ?? undefined;
export const stored = () => stage.stored() ?? undefined;
export const listeners = () => books.listeners;
export const timers = () => books.timers.size;
export const operations = () => books.operations.splice(0).join(" ");

/** Types as a keyboard does: the value, then the event. */
const type_into = (selector, text) => {
  const field = find(selector);
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
};
export const type_text = (text) => type_into("textarea", text);
export const type_address = (text) => type_into("input", text);

/** Strikes a key; tells whether the page heard of it. */
export const strike_key_on = (selector, key, shiftKey, isComposing = false) => {
  let heard = false;
  const listener = () => (heard = true);
  document.addEventListener("keydown", listener);
  find(selector).dispatchEvent(
    new KeyboardEvent("keydown", { key, shiftKey, isComposing, bubbles: true, composed: true, cancelable: true }),
  );
  document.removeEventListener("keydown", listener);
  return heard;
};
export const strike_key = (key, shiftKey, isComposing) => strike_key_on("textarea", key, shiftKey, isComposing);
export const focus_on = (selector) => find(selector).focus();
export const attribute_of_focused = (name) => stage.root.activeElement?.getAttribute(name) ?? undefined;

export const make_small = (small) => {
  stage.screen.matches = small;
  stage.screen.dispatchEvent(new Event("change"));
};

export const posts = () => posted.length;
export const answer_post = (status, body) => posted.at(-1).done(status, body);
export const socket_count = () => sockets.length;
export const socket_opens = () => sockets.at(-1).dispatchEvent(new Event("open"));
export const socket_hears = (text) => sockets.at(-1).dispatchEvent(new MessageEvent("message", { data: text }));
export const socket_closes = (code) => sockets.at(-1).dispatchEvent(new CloseEvent("close", { code }));
export const socket_sent = () => sockets.at(-1)?.sent.join("\n") ?? "";

/** The worst of style sheets, on the host page. */
export const hostile_style = () => {
  const style = document.createElement("style");
  style.textContent =
    "*{display:block!important;color:red!important;font-size:40px!important;position:static!important;all:unset!important}";
  document.head.append(style);
};
export const friendly_style = () => document.head.lastElementChild.remove();

/** A plain object of JavaScript from its JSON. */
export const object = (json) => JSON.parse(json);
