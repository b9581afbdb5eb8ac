// A page with the loader on it: the edge, the rest of the widget, and the way back to how the page was.

let state;
let mark = 0;

const DEADLINE = 5000;

const until = async (what, holds) => {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > DEADLINE) throw new Error("waited in vain for " + what);
    await new Promise((next) => requestAnimationFrame(next));
  }
};

/** Prepares a page. `small`: a small screen; `old`: a browser without the Navigation API. */
export const open_site = (address, small, old) => {
  const original = {
    href: location.href,
    fetch: window.fetch,
    attach: Element.prototype.attachShadow,
    media: window.matchMedia,
    navigation: window.Navigation,
    push: history.pushState,
    warn: console.warn,
    body: document.body,
    lang: document.documentElement.lang,
    module: WebAssembly.Module,
  };
  state = { original, asked: [], requests: [], decision: null, roots: [], calls: [], answer: undefined, warned: [], put: [] };
  if (old) window.Navigation = undefined;
  history.replaceState(null, "", address);
  console.warn = (text) => state.warned.push(String(text));
  window.matchMedia = () => Object.assign(new EventTarget(), { matches: small });
  Element.prototype.attachShadow = function (init) {
    const root = original.attach.call(this, init);
    state.roots.push(root);
    state.mode = init.mode;
    return root;
  };
  window.fetch = async (url, init = {}) => {
    state.requests.push(url);
    if (url.endsWith("/decide")) {
      state.asked.push({ ...JSON.parse(init.body), headers: init.headers, credentials: init.credentials });
      if (state.decision === "offline") throw new TypeError("offline");
      return new Response(state.decision);
    }
    return new Response("");
  };
  window.__site = (loader) => {
    state.loader = loader;
    const call = (name) => (argument) => void state.calls.push(argument === undefined ? name : name + " " + (argument ? argument.c : "nothing"));
    return { show: call("show"), open: call("open"), toggle: call("toggle"), decide: () => state.answer };
  };
};

const at = (module) => JSON.stringify(URL.createObjectURL(new Blob([module], { type: "text/javascript" })));

const withNames = (loader) =>
  loader
    .replaceAll("__WIDGET_JS__", at("export const start = async (loader) => window.__site(loader)"))
    .replace("__WIDGET_WASM__", '"/widget.wasm"')
    .replace("__SDK_JS__", '"/sdk.js"')
    .replace("__WIDGET_TEXTS__", '"/texts-"')
    .replace('Symbol.for("parlor")', 'Symbol.for("parlor-' + mark + '")')
    .replace("const begin =", "window.__stop = fail; const begin =");

const put = (text, times, visitor) => {
  for (let i = 0; i < times; i++) {
    // As a parser does it: whatever names the page took.
    const script = Document.prototype.createElement.call(document, "script");
    script.textContent = text;
    if (visitor) script.setAttribute("data-visitor", visitor);
    state.original.body.append(script);
    script.remove();
  }
};

/** Puts the snippet into the page, as often as asked. */
export const put_snippet = (source, boot, times, visitor) => {
  mark++;
  put(withNames(source).replace('"__BOOT__"', () => boot), times, visitor);
};

/** The same on a page where nothing is shown; `brought` is the source of the loader. A browser that is offline has no loader. */
export const put_scout = (source, brought, boot, visitor) => {
  mark++;
  const marked = (text) => text.replace("const soon =", "window.__rest = () => undo.forEach((step) => step()); const soon =").replace('Symbol.for("parlor")', 'Symbol.for("parlor-' + mark + '")');
  const loader = "export const load = (boot) => {" + withNames(brought).replace('"__BOOT__"', "(window.__woken = boot)") + "}";
  put(marked(source).replace("__LOADER_JS__", at(loader)).replace("boot.e + ", "").replace('"__BOOT__"', () => boot), 1, visitor);
};

/** Whether the loader came. */
export const is_woken = () => !!window.__woken;
export const until_woken = () => until("the loader", () => window.__woken);
/** Asks for the page's chat, as packages do, and hears what is there by then. */
export const ask_for_chat = () => void window[Symbol.for("parlor-" + mark)].chat().catch(() => {});
export const marks = () => (Symbol.for("parlor-" + mark) in window ? 1 : 0);
export const say_original = (name) => (window[name] = []);

/** The pointer or the focus comes to the launcher. */
export const come_near = (event) => void state.roots[0].querySelector("button").dispatchEvent(new Event(event));
/** Somebody comes back to the window. */
export const come_back = () => void window.dispatchEvent(new Event("focus"));
export const put_banner = (id) => {
  const banner = document.createElement("div");
  banner.id = id;
  state.original.body.append(banner);
  state.put.push(banner);
};
export const store = (name, text) => localStorage.setItem(name, text);
/** Another tab writes something. */
export const hear_of = (key) => void window.dispatchEvent(Object.assign(new Event("storage"), { key }));
export const forbid_wasm = () =>
  (WebAssembly.Module = function () {
    throw new WebAssembly.CompileError("blocked");
  });
export const until_requested = (text) => until(text, () => requests().includes(text));

/** Takes everything back. */
export const close_site = () => {
  const { original } = state;
  if (window.__stop) window.__stop("the test is over");
  if (window.__rest) window.__rest();
  for (const name of ["__woken", "__rest", "__stop", "_hsq", "hsConversationsOnReady", "hsConversationsSettings"]) delete window[name];
  window.fetch = original.fetch;
  window.matchMedia = original.media;
  window.Navigation = original.navigation;
  Element.prototype.attachShadow = original.attach;
  console.warn = original.warn;
  if (!original.body.isConnected) document.body.replaceWith(original.body);
  document.documentElement.lang = original.lang;
  WebAssembly.Module = original.module;
  for (const put of state.put) put.remove();
  localStorage.clear();
  history.replaceState(null, "", original.href);
};

export const decide = (decision) => (state.decision = decision);
export const widget_answers = (answer) => (state.answer = answer);
export const remember = (record) => localStorage.setItem("parlor:demo", record);
export const asked = () => state.asked.length;
export const last_asked = (field) => state.asked.at(-1)?.[field] ?? undefined;
export const requests = () => state.requests.join(" ");
export const calls = () => state.calls.join(", ");
export const hosts = () => state.roots.filter((root) => root.host.isConnected).length;
export const roots = () => state.roots.length;
export const is_closed = () => state.mode === "closed" && state.roots.every((root) => root.host.shadowRoot === null);
export const color = (name) => getComputedStyle(state.roots[0].host).getPropertyValue(name);
export const host_style = (name) => getComputedStyle(state.roots[0].host)[name];
export const name_of_launcher = () => state.roots[0].querySelector("button").getAttribute("aria-label");
export const styles_in_page = () => state.roots[0].querySelectorAll("style,[style]").length + (state.roots[0].host.getAttribute("style") ? 1 : 0);
export const page_speaks = (lang) => (document.documentElement.lang = lang);
export const direction_of_launcher = () => state.roots[0].querySelector("button").dir;
/** How far from the sides of the screen the launcher is: left, right and bottom, in px. */
export const place_of_launcher = () => {
  const { left, right, bottom } = state.roots[0].querySelector("button").getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  return [left, clientWidth - right, clientHeight - bottom].map(Math.round).join(" ");
};
export const class_of_launcher = () => state.roots[0].querySelector("button").className.trim();
export const words_on_launcher = () => state.roots[0].querySelector("button").textContent;
/** Whether a press so far from the right and the bottom of the screen is the page's. */
export const is_the_page_s = (right, bottom) => {
  const { clientWidth, clientHeight } = document.documentElement;
  return document.elementFromPoint(clientWidth - right, clientHeight - bottom) !== state.roots[0].host;
};
export const press_launcher = () => state.roots[0].querySelector("button").click();
export const warnings = () => state.warned.join(" ");
export const push = (address) => history.pushState(null, "", address);
export const is_history_as_found = () => history.pushState === state.original.push;
export const fragment = (text) => (location.hash = text);
export const swap_body = () => {
  const body = document.createElement("body");
  document.documentElement.replaceChild(body, document.body);
};
export const clobber = () => {
  for (const name of ["body", "documentElement", "currentScript", "readyState", "createElement", "createElementNS"]) {
    const form = Document.prototype.createElement.call(document, "form");
    form.setAttribute("name", name);
    form.id = name;
    form.className = "clobber";
    state.original.body.append(form);
  }
};
export const unclobber = () => state.original.body.querySelectorAll(".clobber").forEach((form) => form.remove());
export const crash = () => state.loader.guard(() => {
  throw new Error("a panic");
})();

export const until_shown = (shown) => until("the launcher", () => hosts() === (shown ? 1 : 0));
export const until_asked = (times) => until("a question", () => asked() === times);
export const until_called = (text) => until(text, () => calls().includes(text));
/** Long enough for anything that was going to happen to have happened: two idle frames. */
export const calm = () => new Promise((next) => requestAnimationFrame(() => requestIdleCallback(() => setTimeout(next))));
