// What the widget's Rust asks of the page once there is a chat: who the visitor is, a line, and what is kept of it.

/** Adds it to `host`, of page.js. `loader` is what loader.js hands over, `box` is this page's of outbox.js. */
export const line = (loader, host, box) => {
  const { guard, edge, account } = loader;
  let begun = () => {};
  // What was hung up is known in page.js.
  const { held, hold, format, lang, locale } = host;
  const day = (at) => Math.floor((at - new Date(at).getTimezoneOffset() * 6e4) / 864e5);

  return Object.assign(host, {
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
    masks: () => loader.shown?.()?.h,
    socket: (path) => loader.socket(path),
    row: (node, id, seq) => loader.extra?.("row", node, id || seq),
    kept: (...message) => {
      message[6] &&= loader.carried(message[0]);
      const more = loader.filled?.[message[0].replace(/(-2)+$/, "")];
      if (more) message[8] = more;
      box.kept(...message);
    },
    keep: () => (loader.keeps ? loader.keeps() : box.keep()),
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
        f: loader.answered || loader.record()?.f,
      });
      box.sign();
      loader.wrote?.();
      loader.remembered?.();
      thread && begun();
      return written;
    },
    // Days since 1970 on the reader's calendar.
    day,
    time_text: (at) => format({ hour: "numeric", minute: "2-digit" }, at),
    // Today and yesterday have words, which languages write small within a sentence; here they stand alone.
    day_text: (at) => {
      const ago = day(at) - day(Date.now());
      if (ago < -1 || ago > 0) return format({ weekday: "long", day: "numeric", month: "long" }, at);
      const [first, ...rest] = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(ago, "day");
      return first.toLocaleUpperCase(lang()) + rest.join("");
    },
  });
};
