// The start module: joins glue, style and wasm, and hands the loader what it may call.
// `parlor-widget` is the output of wasm-bindgen for this crate; the build names its place.

import init, { shared, start as mount } from "parlor-widget";
import css from "../src/widget.css";
import { page } from "./page.js";

// What a chat needs comes apart: a script, and the second module of the wasm. Tried again after these, in ms.
const FIRST = 1000;
const MOST = 30000;
let tries = 0;
// One thing at a time: nobody waits for the widget, and the page has other things to do.
const breath = () => new Promise((next) => setTimeout(next));
const bring = async (edge) => {
  const script = import(edge + __REST_JS__ + (tries ? "?" + tries : ""));
  script.catch(() => {});
  // Why it does not come is said by the module: a script that is gone gives no reason.
  const answer = await fetch(edge + __REST_WASM__, { credentials: "omit" });
  if (!answer.ok) throw new TypeError(answer.status);
  return [await script, answer];
};
// A page has one instance of it, as it has of the first.
let second;

const FRESH_TEAM = 60000;
const FRESH = 300000; // a rule book older than five minutes is asked for again

/** The words in a response. What has none is as good as a connection that was lost. */
const read = (response) => {
  if (!response.ok) throw new TypeError("no words");
  return response.json();
};

/** Starts the widget in the loader's shadow root. `wasm` is the response with the module, `words` the one with the words. */
export const start = async (loader, wasm, words) => {
  let { spoken } = loader;
  // A link of the console explains this page. Its permission leaves the address first, and is kept nowhere.
  let shown;
  const [word, permit] = /[#&]parlor-explain=([\w.-]+)$/.exec(location.hash) || [];
  if (permit) {
    history.replaceState(history.state, "", location.href.slice(0, -word.length));
    import(loader.edge + __EXPLAIN_JS__).then((module) => module.explain(loader, permit, () => shown), () => {});
  }

  const { guard } = loader;
  // Who acted before goes on with a chat, and what another page could not send has to go out.
  const left = "parlor:" + loader.account + ":out:";
  const isLeft = (key) => key?.startsWith(left);
  let known = loader.record();
  try {
    known ||= Object.keys(localStorage).some(isLeft);
  } catch {}
  let coming;
  if (known) (coming = bring(loader.edge)).catch(() => {});
  await init({ module_or_path: wasm });
  await breath();
  // What is hung up from here on goes when this widget goes; what outlives it is put before.
  const mine = () => {};
  loader.undo.push(mine);
  const { root } = loader;
  const sheet = new root.ownerDocument.defaultView.CSSStyleSheet();
  // Below `all: initial` nobody knows what the page is set in.
  const { fontFamily } = getComputedStyle(root.host.parentElement || root.host);
  sheet.replaceSync(css + ".page{--font:" + fontFamily + "}");
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  // A widget that has ended asks for nothing any more.
  let ended;
  loader.undo.push(() => (ended = true));
  await breath();
  loader.words = await read(words);
  const host = page(loader);

  // What is not needed to type is fetched when somebody comes to the chat. Until it is here, whatever is for it waits.
  const waiting = [];
  let carry;
  let fetching;
  loader.more = () =>
    (fetching ||= (coming || new Promise(host.later).then(() => bring(loader.edge)))
      .then(([module, answer]) => {
        const make = () => WebAssembly.instantiateStreaming(answer, { __wasm_split: shared() });
        return (second ||= make().catch((error) => ((second = null), Promise.reject(error)))).then(() => module);
      })
      .then(
        guard((module) => {
          if (ended) return;
          carry = module.rest(loader, widget, host, () => ended);
          widget.complete();
          loader.remembered();
          if (loader.held) localStorage.removeItem(loader.held);
          loader.held = null;
          waiting.forEach(([name, more]) => carry[name](...more));
          seek();
        }),
        guard(({ message }) => {
          if (ended) return;
          if (message == 404 && !isOpen()) return void (coming = fetching = null); // asked again once somebody opens it
          if (message == 404 && renew()) return;
          widget.missed();
          const again = () => {
            coming = fetching = null;
            loader.more();
          };
          host.after(Math.min(FIRST << tries++, MOST), again);
        }),
      ));
  // A release came while the page was open, and what is missing went with the one before. A fresh loader knows the names of
  // today, goes on where this one was, and finds what was sent (outbox.js). Once: one that is as old would be so for ever. A
  // page that holds on to its chat keeps it as it is.
  const isOpen = () => loader.launcher.getAttribute("aria-expanded") == "true";
  const renew = () => {
    const mark = Symbol.for("parlor");
    const make = Document.prototype.createElementNS;
    if (loader.heard || window[mark].renewed) return;
    const fresh = make.call(document, "http://www.w3.org/1999/xhtml", "script");
    const { script } = loader;
    for (const { name, value } of script?.attributes || []) name == "src" || fresh.setAttribute(name, value);
    fresh.nonce = script?.nonce || "";
    try {
      fresh.src = loader.edge + "/embed/" + loader.account + ".js";
    } catch {
      return; // a page with Trusted Types
    }
    // What could not be kept goes back to where it was written.
    const text = (loader.said || "") + (root.querySelector(".foot textarea")?.value || "");
    loader.fail();
    delete window[mark];
    fresh.addEventListener("load", () => {
      window[mark].renewed = true;
      window[mark].chat().then((chat) => chat.open({ text }));
    });
    Document.prototype.querySelector.call(document, "head").append(fresh);
    return true;
  };
  loader.extra = (name, ...more) => {
    if (carry) return carry[name](...more);
    waiting.push([name, more]);
    loader.more();
  };
  const widget = mount(host);
  for (const type of ["pointerenter", "focus"]) host.on(loader.launcher, type, () => widget.near());
  for (const type of ["focusin", "dragover"]) host.on(loader.root, type, () => loader.extra("ready"));
  host.on(window, "storage", ({ key, newValue }) => !carry && newValue && isLeft(key) && loader.more());
  // What another page could not send goes out with a chatflow, and what belongs to it, in sight.
  const seek = () => {
    const take = (message) => (message[6] ? loader.extra("adopt", message) : widget.adopt(message));
    if (shown && carry) carry.box.seek((left) => (shown ? left.forEach(take) : false));
  };
  host.on(root, "click", (event) => event.target.closest(".clip") && loader.extra("files"));

  // Another chatflow may speak another language: its words are fetched, and everything is said anew.
  const speak = (lang) => {
    if (lang == spoken) return;
    spoken = lang;
    const said = (words) => {
      if (lang != spoken) return;
      loader.words = words;
      widget.speak();
      if (carry) carry.anew();
      loader.talking = null;
      if (loader.place) loader.talks(loader.place);
    };
    fetch(loader.edge + loader.wording(), { credentials: "omit" }).then(read).then(guard(said), () => {});
  };

  // The rules this visitor's audience can match, so that moving inside the page asks nobody: from the second time on, since
  // on most pages nobody does.
  let fetched = 0;
  const book = async () => {
    fetched = Date.now();
    const token = loader.token();
    const address = loader.edge + "/v1/" + loader.account + "/book";
    const answer = await fetch(address, {
      credentials: "omit",
      ...(token && { method: "POST", body: JSON.stringify({ token }) }),
    });
    if (answer.status == 200) guard((bytes) => widget.rules(new Uint8Array(bytes)))(await answer.arrayBuffer());
  };
  const refresh = () => book().catch(() => {}); // without a book the edge decides

  // Display rules are carried out by a module of their own, which only pages with such a chatflow fetch. Without it
  // nothing opens by itself, and no launcher waits.
  let rules;
  let ruling;
  const ruled = (f) => {
    if (rules) return f(rules);
    ruling ||= import(loader.edge + __DISPLAY_JS__).then((module) => (rules = module.display(loader, widget)));
    ruling.then(guard(f), loader.reveal);
  };
  // What the visitor did, and what came of it (`model::Deed`): rules have a word on some of it, the page may hear it all.
  loader.tell = (deed, about) => {
    if (shown && shown.z && deed < 6) ruled((it) => it.tell(deed));
    if (loader.heard) loader.heard(deed, about);
  };

  // Somebody has a picture: faces are drawn by a module of their own, and until then, or without it, they are initials.
  let drawn;

  // Who wrote before has conversations. What can be done with them, and draws itself, is a module of its own.
  let talk;
  loader.talks = (place) => {
    loader.place = place;
    if (loader.seen) loader.seen();
    if (shown?.f && place[3]) import(loader.edge + __FORM_JS__).then(guard((it) => it.form(loader, widget, host, shown)), () => {});
    if ((shown?.u || loader.box) && place[3]) import(loader.edge + __SUBSCRIBE_JS__).then(guard((it) => it.subscribe(loader, host, shown)), () => {});
    if (!loader.record()?.k) return;
    talk ||= import(loader.edge + __TALK_JS__);
    talk.then(guard((module) => ended || module.talk(loader, widget)), () => (talk = 0)).catch(loader.fail);
  };

  // A banner that is there, or comes: a module of its own makes room for it.
  let clear;
  const look = () => {
    if (clear || ended || loader.spot || !loader.banner()) return;
    clear = import(loader.edge + __ASIDE_JS__).then(guard((module) => ended || module.aside(loader)));
    clear.catch(() => {});
  };
  const watch = new MutationObserver(guard(look));
  if (root.host.parentNode) watch.observe(root.host.parentNode, { childList: true });
  loader.undo.push(() => watch.disconnect());

  if (known) await loader.more();
  await breath();
  look();
  // Came because the visitor moved: the next page is decided here.
  if (loader.moves) refresh();
  return {
    show: (show, since) =>
      guard(() => {
        // What came with the page is no news to somebody who comes near later.
        if (!shown && show?.v.shown && Date.now() - since > FRESH_TEAM) loader.ask();
        shown = show;
        if (show) speak(loader.lang());
        if (show?.a) (drawn ||= import(loader.edge + __FACES_JS__)).then((module) => ended || module.faces(loader), () => {});
        const has = show && show.z;
        if (!has || !rules) widget.show(has ? { ...show, p: 0, s: { ...show.s, p: 0 } } : show);
        if (loader.launcher.matches(":hover,:focus")) widget.near();
        if (has || ruling) ruled((it) => it.show(has ? show : null, since));
        seek();
      })(),
    open: guard(() => widget.open()),
    toggle: guard(() => widget.toggle()),
    decide: (href, facts) =>
      guard(() => {
        if (Date.now() - fetched < FRESH) {
          const words = Object.entries(facts || {}).flat();
          return widget.decide(href, words.map((text) => text + "\0").join(""));
        }
        refresh();
      })(),
    widget,
    stop: guard(() => {
      loader.undo.splice(loader.undo.indexOf(mine)).forEach((step) => step());
      loader.talking = loader.place = loader.files = loader.dressed = null;
      widget.free();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other != sheet);
    }),
  };
};
