// The original's JavaScript API, as it is documented, over ours (H1-H43): its globals, its settings, its events with their
// payloads, its throttling. Knows their names and shapes, and nothing of the widget.
//
// Differences are in docs/drop-in.md. Two of them are on purpose: a listener or ready function that throws stops no other,
// and a payload has more fields than the original's where that costs nobody anything.

import { apart } from "./chat.js";
import { banner } from "./banner.js";
import { began, clear as clear_cookies, cookie, open as keep_open, silence, waved } from "./cookies.js";
import { element } from "./draw.js";
import { forget } from "./forget.js";

/** Name of a setting: its default, or for a choice all it may be, the default first. */
const SETTINGS = {
  loadImmediately: true,
  inlineEmbedSelector: "",
  enableWidgetCookieBanner: [false, true, "ON_WIDGET_LOAD", "ON_EXIT_INTENT"],
  disableAttachment: false,
  disableInitialInputFocus: false,
  avoidInlineStyles: false,
  hideNewThreadLink: false,
  identificationEmail: "",
  identificationToken: "",
};

const warned = new Set();
/** Says it once: settings are read again and again. */
const warn = (text) => {
  if (!warned.has(text)) console.warn("[chat] " + text);
  warned.add(text);
};

/** Reads the page's settings: what is unknown is left alone, what has the wrong type is as if it were not there. */
export const read_settings = (given) => {
  const settings = {};
  for (const [name, fallback] of Object.entries(SETTINGS)) {
    const choices = Array.isArray(fallback) && fallback;
    settings[name] = choices ? choices[0] : fallback;
    const value = given?.[name];
    if (value == null) continue;
    if (choices ? choices.includes(value) : typeof value == typeof fallback) settings[name] = value;
    else warn("hsConversationsSettings." + name + " is to be " + (choices ? choices.map(String).join(", ") : "a " + typeof fallback) + "; it is ignored");
  }
  return settings;
};

/**
 * The number of a thread, as payloads have it: the first 50 of its random bits. It fits what a script calls a number.
 */
export const number_of = (thread) =>
  [...thread.split("-")[1].slice(0, 10)].reduce((number, char) => number * 32 + "abcdefghijklmnopqrstuvwxyz234567".indexOf(char), 0);

/** Once a second at most: at once, and once more at the end of the second where it was asked for meanwhile. */
const throttle = (f) => {
  let until = 0;
  let timer;
  return (options) => {
    clearTimeout(timer);
    const run = () => {
      until = Date.now() + 1000;
      f(options);
    };
    const wait = until - Date.now();
    if (wait > 0) timer = setTimeout(run, wait);
    else run();
  };
};

/** Puts the globals onto the page. `chat` is what chat.js makes. */
export const hubspot = (loader, chat) => {
  let email;
  let path;

  // Settings are read again whenever the widget is loaded: who identifies visitors sets them late.
  const read = () => {
    const settings = (loader.settings = read_settings(window.hsConversationsSettings));
    chat.inline.framed = true;
    chat.inline.focuses = !settings.disableInitialInputFocus;
    const token = settings.identificationToken || null;
    // An address without a token proves nothing: the visitor stays who they are.
    if (token != (loader.identified || null)) {
      loader.identified = token;
      if (loader.begun) chat.identify(token);
      else loader.identify(token);
    }
    return settings;
  };

  loader.tune = (show) => {
    const { closed, quiet } = silence();
    if (!closed && !quiet) return show;
    // Of the ten numbers of display rules the first of each screen is what opens: 0 the window, 1 the welcome message, 2
    // nothing but the launcher.
    const opens = (kind) => kind == 1 || (closed && kind == 0);
    const rules = show.z && show.z.map((kind, at) => ((at == 0 || at == 4) && opens(kind) ? 2 : kind));
    return { ...show, p: false, s: { ...show.s, p: false }, ...(rules && { z: rules }) };
  };

  const load = (options) => {
    const settings = read();
    if (!settings.inlineEmbedSelector) box(loader);
    const open = !!options?.widgetOpen;
    chat.load({ open, inline: settings.inlineEmbedSelector || undefined });
  };

  const api = {
    widget: {
      load: throttle(load),
      refresh: throttle((options) => chat.refresh({ newThread: !!options?.openToNewThread })),
      open: () => (loader.begun && !loader.off ? chat.open() : load({ widgetOpen: true })),
      close: () => chat.close(),
      remove: () => chat.remove(),
      status: () => {
        const { loaded, pending } = chat.status();
        return { loaded, pending };
      },
    },
    on: (name, listener) => {
      if (typeof listener != "function") return warn("on(name, handler): the handler of " + name + " is no function");
      if (!EVENTS.includes(name)) warn("on(name, handler): there is no event " + name);
      const known = listeners.get(name) || new Set();
      listeners.set(name, known.add(listener));
    },
    off: (name, listener) => void listeners.get(name)?.delete(listener),
    clear: (options) => {
      clear_cookies();
      if (!options?.resetWidget) {
        forget(loader);
        // What still runs here keeps nothing any more, and need not say so: it ends with the page.
        keeping(true);
        return;
      }
      loader.quit().then(() => {
        forget(loader);
        keeping();
        loader.identified = null;
        loader.identify(null);
        loader.off = true;
        loader.adapt();
        load();
      });
    },
  };

  const { write } = loader;
  const keeping = (answer) => {
    loader.write = answer == null ? write : () => answer;
    loader.keeps = answer == null ? null : () => answer;
  };

  const listeners = new Map();
  const tell = (name, payload) => {
    for (const listener of [...(listeners.get(name) || [])]) apart(() => listener(payload));
  };
  const conversation = ({ thread }) => ({ conversation: { conversationId: number_of(thread.id), threadId: thread.id } });

  chat.on("loaded", () => {
    tell("widgetLoaded", { message: "The chat widget has loaded." });
    const when = loader.settings.enableWidgetCookieBanner;
    // Who has a record here, or the cookie, was asked before or acted before.
    if (!when || loader.record() || cookie("messagesUtk")) return;
    const place = banner(loader, when, (allowed) => {
      if (allowed) began(false);
      else keeping(false), (loader.mute = true);
    });
    chat.on("opened", place);
    chat.on("closed", place);
  });
  chat.on("interacted", () => tell("userInteractedWithWidget", { message: "The visitor interacted with the chat widget." }));
  chat.on("dismissed", () => loader.mute || waved());
  chat.on("closed", ({ by }) => {
    if (by != "visitor") return;
    if (!loader.mute) keep_open(false);
    tell("widgetClosed", { message: "The visitor closed the chat widget." });
  });
  chat.on("opened", () => loader.record()?.t && !loader.mute && keep_open(true));
  chat.on("started", (event) => {
    if (!loader.mute) began(true);
    tell("conversationStarted", conversation(event));
    if (email) loader.widget().widget.name(email);
  });
  chat.on("selected", (event) => tell("userSelectedThread", conversation(event)));
  chat.on("ended", (event) => tell("conversationClosed", conversation(event)));
  chat.on("unread", ({ count }) => tell("unreadConversationCountChanged", { unreadCount: count }));
  chat.on("identified", () => tell("contactAssociated", { message: "The visitor is associated with a contact." }));
  chat.on("picked", ({ text }) => tell("quickReplyButtonClick", { name: "QUICK_REPLIES", multiSelect: false, value: [text] }));

  // The tracking code's queue (H41): functions of it that concern a chat, the rest is taken and dropped.
  const commands = {
    identify: (of) => {
      email = typeof of?.email == "string" ? of.email : email;
      const running = loader.widget();
      if (email && loader.record()?.t && running) running.widget.name(email);
    },
    setPath: (to) => (path = to),
    trackPageView: () => {
      if (path == null) return;
      try {
        loader.href = new URL(path, location.href).href;
      } catch {
        return;
      }
      chat.refresh();
    },
    doNotTrack: (how) => (loader.quiet = !how?.track),
  };
  const command = (entry) => {
    if (typeof entry == "function") return entry();
    if (Array.isArray(entry) && Object.hasOwn(commands, entry[0])) commands[entry[0]](entry[1]);
  };
  take("_hsq", command);

  const settings = read();
  window.HubSpotConversations = api;
  if (settings.loadImmediately) load();
  take("hsConversationsOnReady", (f) => typeof f == "function" && f());
};

/**
 * The element that sites style by its id (H42): around all of ours, and nothing but a place for a rule of theirs to hide or
 * raise it. As with the original, only an important rule is stronger than where it stands.
 */
const box = (loader) => {
  if (loader.top.id == CONTAINER) return;
  const made = element("div");
  made.id = CONTAINER;
  loader.top.remove();
  made.append(loader.host);
  loader.top = made;
  if (styled) return;
  styled = new CSSStyleSheet();
  styled.replaceSync("#" + CONTAINER + "{position:fixed;inset:auto 0 0 auto;width:0;height:0;z-index:2147483000}");
  document.adoptedStyleSheets.push(styled);
  loader.undo.unshift(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other != styled);
  });
};
const CONTAINER = "hubspot-messages-iframe-container";
let styled;

const EVENTS = [
  "conversationStarted",
  "conversationClosed",
  "userSelectedThread",
  "unreadConversationCountChanged",
  "contactAssociated",
  "userInteractedWithWidget",
  "widgetLoaded",
  "quickReplyButtonClick",
  "widgetClosed",
];

/** Takes over a queue of the page: what is in it, in its order, and from now on at once. */
const take = (name, use) => {
  const waiting = window[name];
  window[name] = { push: (...more) => more.forEach((one) => apart(() => use(one))) };
  if (Array.isArray(waiting)) window[name].push(...waiting);
};
