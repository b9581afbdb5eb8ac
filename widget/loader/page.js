// What the widget's Rust may ask of the page: one small object, and the boundary around everything that comes back.
// Every function the page may call later (listener, timer, answer) runs inside `guard`, so that a panic ends the widget
// and never the page; everything that was hung up is known here, so that it can be taken down without the wasm.

const XHTML = "http://www.w3.org/1999/xhtml";
const SVG = "http://www.w3.org/2000/svg";

/** The object behind `widget::page::Page`. `loader` is what loader.js hands over, `box` is this page's of outbox.js. */
export const page = (loader, box) => {
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
  let begun = () => {};
  const format = (options, at) => new Date(at).toLocaleString(locale(), options);
  const number = (value, options) => value.toLocaleString(locale(), options);
  const day = (at) => Math.floor((at - new Date(at).getTimezoneOffset() * 6e4) / 864e5);

  return {
    root: () => loader.root,
    launcher: () => loader.launcher,
    lang,
    dir,
    classes: () => loader.launcher.className.slice(8),
    say,
    put: (element, name, key, value) => {
      const words = say(key, value);
      name ? element.setAttribute(name, words) : (element.textContent = words);
    },
    number,
    // `count` minutes, hours or days, in every language's own plural.
    length: (count, unit) => number(count, { style: "unit", unit, unitDisplay: "long" }),
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
    after: (ms, f) => {
      const release = hold(() => clearTimeout(id));
      const id = setTimeout(() => {
        held.delete(release) && guard(f)();
      }, ms);
      return release;
    },
    // Asks for a session; `done` gets the status and the body. Status 0 is "nobody answered", and 599 "another tab is
    // somebody by now". One browser is one visitor, and what its tabs write first is one conversation: a tab that begins
    // one (`begins`) holds a lock until the record names the thread, and the next one finds that. Long enough for the
    // record to reach the other tabs, and never so long that a tab without a line keeps them from writing.
    session: (chatflow, begins, done) => {
      const release = hold(() => begun());
      const ask = () =>
        held.has(release) &&
        new Promise((free) => {
          if (begins) loader.recall();
          const token = loader.token();
          const answer = (status, text = "") => {
            const answered = loader.token() == token ? status : 599;
            held.delete(release) && guard(() => done(answered, text))();
            if (answered != 200) free();
          };
          if (begins && loader.record()?.t) return answer(599);
          begun = () => setTimeout(free, 3000);
          setTimeout(free, 10000);
          const body = JSON.stringify({ chatflow, token });
          fetch(edge + "/v1/" + account + "/visitors", { method: "POST", credentials: "omit", body })
            .then((response) => response.text().then((text) => answer(response.status, text)))
            .catch(() => answer(0));
        });
      if (begins) box.lock("parlor:" + account, ask);
      else ask();
      return release;
    },
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
    reveal: () => loader.reveal(),
    socket: loader.socket,

    read: loader.record,
    token: loader.token,
    // What display rules remember (`d`) is theirs, and stays or comes with it.
    write: (token, socket, chatflow, thread, open, agreed, asked) => {
      const written = loader.write({
        k: token,
        s: socket,
        c: chatflow,
        t: thread,
        o: open,
        g: agreed || undefined,
        e: asked || undefined,
        d: loader.kept || loader.record()?.d,
        j: loader.seed,
        m: loader.record()?.m,
      });
      box.sign();
      loader.wrote?.();
      loader.remembered?.();
      thread && begun();
      return written;
    },
    // What carry.js does, which start.js fetches.
    holds: () => !!loader.files?.holds(),
    row: (node, id, seq) => loader.extra?.("row", node, id || seq),
    kept: (...message) => {
      message[6] &&= loader.carried(message[0]);
      box.kept(...message);
    },
    keep: box.keep,
    tell: (deed, about) => loader.tell?.(deed, about),
    ask: () => loader.ask(),
    talks: (...place) => loader.talks?.(place),

    // 26 characters of the alphabet a-z2-7: 130 random bits.
    id: () => {
      let text = "";
      for (const byte of crypto.getRandomValues(new Uint8Array(26))) text += "abcdefghijklmnopqrstuvwxyz234567"[byte & 31];
      return text;
    },
    // Days since 1970 on the reader's calendar.
    day,
    time_text: (at) => format({ hour: "numeric", minute: "2-digit" }, at),
    moment_text: (at) =>
      format({ weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }, at),
    // Today and yesterday have words, which languages write small within a sentence; here they stand alone.
    day_text: (at) => {
      const ago = day(at) - day(Date.now());
      if (ago < -1 || ago > 0) return format({ weekday: "long", day: "numeric", month: "long" }, at);
      const [first, ...rest] = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(ago, "day");
      return first.toLocaleUpperCase(lang()) + rest.join("");
    },
  };
};
