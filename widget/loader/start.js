// The start module: joins glue, style and wasm, and hands the loader what it may call.
// `parlor-widget` is the output of wasm-bindgen for this crate; the build names its place.

import init, { start as mount } from "parlor-widget";
import css from "../src/widget.css";
import { outbox } from "./outbox.js";
import { lines } from "./lines.js";
import { page } from "./page.js";

const FRESH = 300000; // a rule book older than five minutes is asked for again

/** Starts the widget in the loader's shadow root. `wasm` is the response with the module. */
export const start = async (loader, wasm) => {
  // A link of the console explains this page. Its permission leaves the address first, and is kept nowhere.
  let shown;
  const [word, permit] = /[#&]parlor-explain=([\w.-]+)$/.exec(location.hash) || [];
  if (permit) {
    history.replaceState(history.state, "", location.href.slice(0, -word.length));
    import(loader.edge + __EXPLAIN_JS__).then((module) => module.explain(loader, permit, () => shown), () => {});
  }

  const { guard } = loader;
  await init({ module_or_path: wasm });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  loader.root.adoptedStyleSheets = [...loader.root.adoptedStyleSheets, sheet];
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
  const host = page(loader, box);

  // What is not needed to type is a module of its own, fetched when somebody comes to the chat or a line opens. Until it is
  // here, whatever is for it waits.
  const waiting = [];
  let talk;
  let fetching;
  loader.extra = (name, ...more) => {
    if (talk) return talk[name](...more);
    waiting.push([name, more]);
    fetching ||= import(loader.edge + __TALK_JS__).then(
      guard((module) => {
        talk = module.talk(loader, widget, host);
        waiting.forEach(([name, more]) => talk[name](...more));
      }),
      () => {},
    );
  };
  const widget = mount(host);
  for (const type of ["focusin", "dragover"]) host.on(loader.root, type, () => loader.extra("ready"));
  const clip = loader.root.querySelector(".clip");
  clip.hidden = loader.settings?.disableAttachment;
  host.on(clip, "click", () => loader.extra("files"));

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
  loader.tell = (deed) => ruled((it) => it.tell(deed));

  return {
    show: (show, since) =>
      guard(() => {
        shown = show;
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
  };
};
