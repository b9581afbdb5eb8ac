// The start module: joins glue, style and wasm, and hands the loader what it may call.
// `parlor-widget` is the output of wasm-bindgen for this crate; the build names its place.

import init, { start as mount } from "parlor-widget";
import css from "../src/widget.css";
import { page } from "./page.js";

const FRESH = 300000; // a rule book older than five minutes is asked for again

/** Starts the widget in the loader's shadow root. `wasm` is the response with the module. */
export const start = async (loader, wasm) => {
  await init({ module_or_path: wasm });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  loader.root.adoptedStyleSheets = [...loader.root.adoptedStyleSheets, sheet];
  const widget = mount(page(loader));

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
    if (answer.status == 200) loader.guard((bytes) => widget.rules(new Uint8Array(bytes)))(await answer.arrayBuffer());
  };
  const refresh = () => book().catch(() => {}); // without a book the edge decides
  refresh();

  const guard = (f) => loader.guard(f);
  return {
    show: guard((show) => widget.show(show)),
    open: guard(() => widget.open()),
    toggle: guard(() => widget.toggle()),
    decide: guard((href) => {
      if (Date.now() - fetched < FRESH) return widget.decide(href);
      refresh();
    }),
  };
};
