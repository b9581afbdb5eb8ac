// The start module: joins glue, style and wasm, and hands the loader what it may call.
// `parlor-widget` is the output of wasm-bindgen for this crate; the build names its place.

import init, { start as mount } from "parlor-widget";
import css from "../src/widget.css";
import { outbox } from "./outbox.js";
import { lines } from "./lines.js";
import { page } from "./page.js";

const FRESH = 300000; // a rule book older than five minutes is asked for again

/** The words in a response. What has none is as good as a connection that was lost. */
const read = (response) => {
  if (!response.ok) throw new TypeError("no words");
  return response.json();
};

/** Starts the widget in the loader's shadow root. `wasm` is the response with the module, `words` the one with the words. */
export const start = async (loader, wasm, words) => {
  let spoken = loader.lang();
  // A link of the console explains this page. Its permission leaves the address first, and is kept nowhere.
  let shown;
  const [word, permit] = /[#&]parlor-explain=([\w.-]+)$/.exec(location.hash) || [];
  if (permit) {
    history.replaceState(history.state, "", location.href.slice(0, -word.length));
    import(loader.edge + __EXPLAIN_JS__).then((module) => module.explain(loader, permit, () => shown), () => {});
  }

  const { guard } = loader;
  await init({ module_or_path: wasm });
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
  const open = lines(
    loader.edge,
    (path, body, more) =>
      ended ? Promise.reject() : fetch(loader.edge + path, { method: "POST", credentials: "omit", body, ...more }),
    () => import(loader.edge + __POLL_JS__),
  );
  loader.socket = (path) => {
    const line = open(path);
    line.addEventListener("message", guard(({ data }) => loader.extra("heard", line, data)));
    return line;
  };
  const box = outbox(loader);
  const { keep } = box;
  box.keep = () => (loader.keeps ? loader.keeps() : keep());
  loader.words = await read(words);
  const host = page(loader, box);

  // What is not needed to type is a module of its own, fetched when somebody comes to the chat or a line opens. Until it is
  // here, whatever is for it waits.
  const waiting = [];
  let carry;
  let fetching;
  loader.extra = (name, ...more) => {
    if (carry) return carry[name](...more);
    waiting.push([name, more]);
    fetching ||= import(loader.edge + __CARRY_JS__).then(
      guard((module) => {
        if (ended) return;
        carry = module.carry(loader, widget, host);
        waiting.forEach(([name, more]) => carry[name](...more));
      }),
      () => {},
    );
  };
  const widget = mount(host);
  for (const type of ["focusin", "dragover"]) host.on(loader.root, type, () => loader.extra("ready"));
  const fit = () => (root.querySelector(".clip").hidden = !!loader.settings?.disableAttachment);
  fit();
  host.on(root, "click", (event) => event.target.closest(".clip") && loader.extra("files"));

  // Another chatflow may speak another language: its words are fetched, and everything is said anew.
  const speak = (lang) => {
    if (lang == spoken) return;
    spoken = lang;
    const said = (words) => {
      if (lang != spoken) return;
      loader.words = words;
      widget.speak();
      fit();
      if (carry) carry.anew();
      loader.talking = null;
      if (loader.place) loader.talks(loader.place);
    };
    fetch(loader.edge + loader.wording(), { credentials: "omit" }).then(read).then(guard(said), () => {});
  };

  // The rules this visitor's audience can match, so that moving inside the page asks nobody.
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
  refresh();

  // Display rules are carried out by a module of their own, which only pages with such a chatflow fetch. Without it
  // nothing opens by itself, and no launcher waits.
  let rules;
  let coming;
  const ruled = (f) => {
    if (rules) return f(rules);
    coming ||= import(loader.edge + __DISPLAY_JS__).then((module) => (rules = module.display(loader, widget)));
    coming.then(guard(f), loader.reveal);
  };
  // What the visitor did, and what came of it (`model::Deed`): rules have a word on some of it, the page may hear it all.
  loader.tell = (deed, about) => {
    if (shown && shown.z && deed < 6) ruled((it) => it.tell(deed));
    if (loader.heard) loader.heard(deed, about);
  };

  // Who wrote before has conversations. What can be done with them, and draws itself, is a module of its own.
  let talk;
  loader.talks = (place) => {
    loader.place = place;
    if (loader.seen) loader.seen();
    if (!loader.record()?.k) return;
    talk ||= import(loader.edge + __TALK_JS__);
    talk.then(guard((module) => ended || module.talk(loader, widget)), () => (talk = 0)).catch(loader.fail);
  };

  return {
    show: (show, since) =>
      guard(() => {
        shown = show;
        if (show) speak(loader.lang());
        const has = show && show.z;
        if (!has || !rules) widget.show(has ? { ...show, p: 0, s: { ...show.s, p: 0 } } : show);
        if (has || coming) ruled((it) => it.show(has ? show : null, since));
        // What another page could not send goes out with a chatflow, and what belongs to it, in sight.
        if (show) box.seek((left) => (shown ? left.forEach((message) => (message[6] ? loader.extra("adopt", message) : widget.adopt(message))) : false));
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
