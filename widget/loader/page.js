// What the widget's Rust may ask of the page: one small object, and the boundary around everything that comes back.
// Every function the page may call later (listener, timer, answer) runs inside `guard`, so that a panic ends the widget
// and never the page; everything that was hung up is known here, so that it can be taken down without the wasm.

import { who } from "./who.js";

const XHTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";

/** The object behind `widget::page::Page`, as far as it needs no chat (line.js). `loader` is what loader.js hands over. */
export const page = (loader) => {
  const { guard, undo, edge, account } = loader;
  const make = (space, tag) => Document.prototype.createElementNS.call(document, space, tag);
  const held = new Set();
  undo.push(() => held.forEach((release) => release()));
  const hold = (release) => {
    const once = () => held.delete(once) && release();
    held.add(once);
    return once;
  };
  // Dates and numbers are the words' language as the reader writes it: 14:02 in en-GB, 2:02 PM in en-US.
  const lang = () => loader.words.language;
  const primary = (tag) => tag.split("-")[0].toLowerCase();
  const locale = () => (navigator.languages || []).find((tag) => primary(tag) == lang()) || lang();
  // A word that is missing is a mistake of ours, which a test finds: its key is English.
  // A value that runs the other way, or that may, keeps to itself: U+2068 and U+2069 around it isolate it.
  const dir = () => loader.launcher.dir;
  const say = (key, value) =>
    (loader.words[key] ?? key.replace(/_/g, " ")).replace(/{\w+}/g, () =>
      dir() == "rtl" || /[\u0590-\u08ff]/.test(value) ? "\u2068" + value + "\u2069" : value,
    );
  const put = (element, name, key, value) => {
    const words = say(key, value);
    name ? element.setAttribute(name, words) : (element.textContent = words);
  };
  const after = (ms, f) => {
    const release = hold(() => clearTimeout(id));
    const id = setTimeout(() => {
      held.delete(release) && guard(f)();
    }, ms);
    return release;
  };
  // Once what was just drawn is on the screen; a moment later, where nobody looks at it.
  const later = (f) => {
    const ring = after(300, f);
    requestAnimationFrame(guard(() => after(0, () => held.has(ring) && (ring(), f()))));
    return ring;
  };
  const sent = [];
  const format = (options, at) => new Date(at).toLocaleString(locale(), options);
  const number = (value, options) => value.toLocaleString(locale(), options);
  // 26 characters of the alphabet a-z2-7: 130 random bits.
  const id = () => {
    let text = "";
    for (const byte of crypto.getRandomValues(new Uint8Array(26))) text += "abcdefghijklmnopqrstuvwxyz234567"[byte & 31];
    return text;
  };

  return {
    root: () => loader.root,
    launcher: () => loader.launcher,
    lang,
    dir,
    classes: () => loader.launcher.className.slice(8),
    say,
    put,
    number,
    // `count` minutes, hours or days, in every language's own plural.
    put_length: (element, key, count, unit) =>
      later(() => put(element, "", key, number(count, { style: "unit", unit, unitDisplay: "long" }))),
    small: () => loader.small.matches,
    small_screens: () => loader.small,
    window: () => window,
    now: () => Date.now(),
    random: () => Math.random(),
    place: () => location.origin + location.pathname,

    element: (tag, name) => {
      const made = make(XHTML, tag);
      if (name) made.className = name;
      return made;
    },
    icon: (size, d) => {
      const svg = make(SVG, "svg");
      const path = make(SVG, "path");
      svg.setAttribute("viewBox", "0 0 " + size + " " + size);
      svg.setAttribute("aria-hidden", "true");
      path.setAttribute("d", d);
      svg.append(path);
      return svg;
    },

    on: (target, type, f) => {
      const guarded = guard(f);
      target.addEventListener(type, guarded);
      return hold(() => target.removeEventListener(type, guarded));
    },
    after,
    // What is told of the team; no answer is none.
    team: (chatflow, done) => {
      const release = hold(() => {});
      const tell = (told) => held.delete(release) && guard(done)(told);
      const body = JSON.stringify({ chatflow, token: loader.token() });
      fetch(edge + "/v1/" + account + "/availability", { method: "POST", credentials: "omit", body })
        .then((response) => response.json())
        .then(tell, tell);
      return release;
    },
    held,
    hold,
    later,
    format,
    locale,
    reveal: () => loader.reveal(),
    read: loader.record,
    token: loader.token,
    holds: () => !!(loader.form?.holds() || loader.files?.holds()),
    attaches: () => !loader.settings?.disableAttachment,
    // What a chat needs. Until it is here, what is sent is kept as by a page that waits for its lock (outbox.js), and whoever
    // fetches it takes that back. A digit may be one of a number that has to be masked first.
    more: () => loader.more(),
    kept: (...message) => void (/\p{Nd}/u.test(message[1]) ? (loader.said = message[1] + "\n") : sent.push(message)),
    keep: () => {
      if (loader.keeps) return loader.keeps();
      try {
        loader.held ||= "parlor:" + account + ":out:" + id();
        localStorage.setItem(loader.held, JSON.stringify([Date.now(), who(loader.token()), sent]));
      } catch {}
    },
    tell: (deed, about) => loader.tell?.(deed, about),
    ask: () => loader.ask(),
    talks: (...place) => loader.talks?.(place),

    id,
    moment_text: (at) =>
      format({ weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }, at),
  };
};
