// When and how a chatflow with display rules appears. `step` and `History` are `targeting::display` in the language of
// the page: as wasm every visitor would download them, and most chatflows have no such rules. `tests/display.rs` tells
// both the same stories and holds them to the same answers.
//
// Fetched only where the chatflow that is shown has rules. Stores nothing by itself: what is remembered lives as long as
// the page, and goes into the record of a visitor who acted.

/** What happened, as numbers: `targeting::display::Event`, and `model::Deed` in the widget. */
export const ENTERED = 0;
export const LOOKED = 1;
export const OPENED = 2;
export const DISMISSED = 3;
export const REPLIED = 4;
/** The same to rules as waving the welcome message away. */
export const CLOSED = 5;

/** What opens. */
export const WINDOW = 0;
export const WELCOME = 1;
export const LAUNCHER = 2;

/**
 * One step: what opens now, what to wait for, or nothing. `rules` are the ten numbers of `Display::to_numbers`; `turn`
 * and `past` are remembered here.
 */
export const step = (rules, here, now, turn, past, event, scrolled = 0, left = false) => {
  const [kind, seconds, scroll, exit] = rules.slice(here.small ? 4 : 0);
  const [cap, stops] = rules.slice(8);
  const day = Math.floor((Math.floor(now / 6e4) + here.offset) / 1440);
  const opened = () => Object.assign(past, { here: true, visit: here.visit, day });
  if (event == ENTERED) Object.assign(turn, { since: now, over: false });
  if (event == OPENED) opened();
  if (event == DISMISSED || event == CLOSED) past.flags |= 1;
  if (event == REPLIED) past.flags |= 2;
  if (event > LOOKED) turn.over = true;

  const isLauncher = kind == 2 || kind == 3;
  const reached = [false, past.here, past.visit == here.visit, past.visit && past.day == day, past.visit][cap];
  if (turn.over || kind > 3 || (!isLauncher && (reached || past.flags & stops))) return;
  const at = seconds && turn.since + seconds * 1000;
  const leaving = exit && here.hovers;
  const due =
    at || scroll || leaving
      ? (at && at <= now) || (scroll && scroll <= scrolled) || (leaving && left) || (isLauncher && past.launched)
      : isLauncher || !exit;
  if (due) {
    turn.over = true;
    if (isLauncher) past.launched = true;
    else opened();
    return isLauncher ? LAUNCHER : kind;
  }
  if (at || scroll || leaving) return { at, scroll, leaving };
};

/** What is remembered of chatflows. */
export class History {
  constructor(text) {
    this.pasts = new Map();
    this.join(text);
  }

  /** Takes over what another tab, or an earlier page, knows. */
  join(text) {
    for (const word of (text || "").split(" ")) {
      if (!/^\d{1,10}(\.\d{1,5}){3}$/.test(word)) continue;
      const [key, visit, day, flags] = word.split(".").map(Number);
      const past = this.pasts.get(key) || { visit: 0, flags: 0 };
      if (visit >= past.visit) Object.assign(past, { visit, day });
      past.flags |= flags;
      this.pasts.set(key, past);
    }
  }

  /** What is remembered of a chatflow, to be changed. It counts as the newest from now on. */
  of(chatflow) {
    let key = 0x811c9dc5;
    for (const char of chatflow) key = Math.imul(key ^ char.charCodeAt(0), 0x1000193) >>> 0;
    const past = this.pasts.get(key) || { visit: 0, flags: 0 };
    this.pasts.delete(key);
    this.pasts.set(key, past);
    return past;
  }

  /** The part that may be kept: at most 100 bytes. */
  text() {
    const kept = [...this.pasts].filter(([, past]) => past.visit || past.flags);
    const most = (number) => Math.min(number || 0, 99999);
    return kept
      .slice(-4)
      .map(([key, past]) => [key, most(past.visit), past.visit ? most(past.day) : 0, past.flags].join("."))
      .join(" ");
  }
}

/** Carries the rules out. `loader` is what loader.js hands over, `widget` what the wasm can do. */
export const display = (loader, widget) => {
  const { guard } = loader;
  const history = new History((loader.record() || {}).d);
  const turn = { since: 0, over: false };
  let shown;
  let page;
  let isOpen = false;
  let popped = false;
  let watched = [];
  const stop = () => watched.splice(0).forEach((release) => release());
  loader.undo.push(stop);

  const runs = () => {
    const record = loader.record();
    return record && record.t && record.c;
  };
  // Only whoever acted has a record; before that nothing outlives the page.
  const keep = () => {
    const record = loader.record();
    if (record) history.join(record.d);
    loader.kept = history.text();
    if (record && record.d !== loader.kept) loader.write({ ...record, d: loader.kept });
  };
  const draw = () => {
    const pops = (at) => popped && shown.z[at] == WELCOME;
    widget.show({ ...shown, p: pops(0), s: { ...shown.s, p: pops(4) } });
  };

  const happens = (event, now, scrolled, left) => {
    if (!shown) return;
    if (event > LOOKED) isOpen = event == OPENED || (isOpen && event == REPLIED);
    else if (isOpen || runs()) return;
    const here = {
      small: loader.small.matches,
      hovers: !matchMedia("(any-hover:none) and (any-pointer:coarse)").matches,
      visit: loader.visits,
      offset: -new Date(now).getTimezoneOffset(),
    };
    const next = step(shown.z, here, now, turn, history.of(shown.c), event, scrolled, left);
    const waits = typeof next == "object";
    if (waits && event == LOOKED) return; // for what it waits for already
    stop();
    if (next === WINDOW) isOpen = true;
    popped = next === WELCOME || (popped && event <= LOOKED);
    draw();
    if (next === WINDOW) widget.appear();
    if (next === LAUNCHER) loader.reveal();
    if (waits) watch(next);
    else keep();
  };

  // How far the page is scrolled, and whether the pointer leaves over its upper edge. A page gets a second to lay itself
  // out before that counts; one that cannot be scrolled is at its end.
  const watch = ({ at, scroll, leaving }) => {
    const html = Reflect.get(Document.prototype, "documentElement", document);
    const look = (left) => {
      const way = html.scrollHeight - innerHeight;
      happens(LOOKED, Date.now(), way > 0 ? (scrollY / way) * 100 : 100, left);
    };
    const on = (target, type, f) => {
      const guarded = guard(f);
      target.addEventListener(type, guarded, { passive: true });
      watched.push(() => target.removeEventListener(type, guarded));
    };
    const later = (ms, f) => {
      const id = setTimeout(guard(f), ms);
      watched.push(() => clearTimeout(id));
    };
    if (at) later(Math.max(0, at - Date.now()), () => happens(LOOKED, Date.now(), 0, false));
    if (scroll) {
      later(Math.max(0, turn.since + 1000 - Date.now()), () => look(false));
      on(window, "scroll", () => Date.now() > turn.since + 1000 && look(false));
    }
    if (leaving) on(html, "mouseleave", (event) => event.clientY <= 0 && look(true));
  };

  return {
    /** Shows a chatflow with rules, or none; `since` is when its page was entered. */
    show: (show, since) => {
      const before = page;
      page = show && show.c + since;
      popped = popped && !!show && shown.c == show.c;
      shown = show;
      isOpen = isOpen && !!show;
      if (!show) stop();
      else if (page == before) draw();
      else happens(ENTERED, since);
    },
    /** The visitor did something. */
    tell: (deed) => happens(deed, Date.now()),
  };
};
