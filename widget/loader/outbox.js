// What the browser keeps of messages that the edge does not have, and which tab answers for them. Knows names and locks,
// and whose messages they are; not what a message is.
//
// Each page has a box of its own, an entry of the local storage. That storage and not IndexedDB, because it is
// synchronous: a message is kept before "Send" has returned, and a tab that closes in the same moment has kept it. A
// transaction would die with the tab. Its 5 MB are hundreds of the longest messages.
//
// While something lies in its box, a page holds the lock of the box's name: a page that holds one does not come back
// from the back/forward cache, so an empty box needs none. A lock comes later than it is asked for, and what is written
// has to be kept at once. So a box says which of the two it is: written by a page that had its lock, or when, by one that
// was waiting for it. Whoever gets the lock of the first kind knows that its page is gone, and takes over what lies
// there. A box of the second kind is left alone: a moment later it is of the first kind, or its page went in that moment.
// Where there are no locks (http:) boxes are taken at the start of the next page, from a page that is gone or not: a
// message keeps its id, and the edge stores an id once.

import { who } from "./who.js";

/** Longer than any page waits for a lock that nobody has, in ms. */
const MOMENT = 3000;

/** The boxes of an account in this browser, and one that is this page's. `loader` is what loader.js hands over. */
export const outbox = (loader) => {
  const { account, guard, undo, token } = loader;
  const prefix = "parlor:" + account + ":out:";
  let mine;
  const locks = navigator.locks;
  // A page that may have no lock, or whose browser knows none, goes on without.
  const lock = (name, granted) => (locks ? locks.request(name, granted).catch(granted) : granted());
  const asked = new Set();
  let told = [];
  let kept;
  let isKept = true;
  let release; // lets our lock go, granted or not
  let isHeld;

  // A browser that keeps nothing throws, some at the mere name.
  const storage = (act) => {
    try {
      return [act(localStorage)];
    } catch {}
  };

  const isTheirs = (visitor, contact) => {
    const [v, c] = who(token());
    return visitor ? visitor == v || (contact && contact == c) : !c;
  };

  const free = () => {
    if (release) release();
    isHeld = release = null;
    mine = prefix + Math.random().toString(36).slice(2); // used once: who looks late finds nothing else under it
  };
  free();
  undo.push(free);

  const write = () => {
    const text = () => JSON.stringify([isHeld ? 0 : Date.now(), who(token()), kept]);
    isKept = !!storage((all) => (kept ? all.setItem(mine, text()) : all.removeItem(mine)));
  };

  /** Keeps messages in this page's box, or empties it; tells whether the browser let us. */
  const keep = (messages) => {
    kept = messages[0] && messages;
    write();
    if (!kept || !isKept) free();
    else if (!release) {
      let ours;
      const held = new Promise((resolve) => (release = ours = resolve));
      const granted = () => {
        // Meanwhile it may have been let go.
        if (release == ours) {
          isHeld = true;
          write();
        }
        return held;
      };
      lock(mine, granted);
    }
    return isKept;
  };

  let adopt;
  const open = (box) => {
    const [text] = storage((all) => all.getItem(box)) || [];
    if (text == null) return;
    let left, since, visitor, contact;
    try {
      [since, [visitor, contact], left] = JSON.parse(text);
      left = left.filter(Array.isArray);
    } catch {
      left = [];
    }
    if (Date.now() - since < MOMENT) return setTimeout(guard(() => take(box)), MOMENT);
    // What was filled into a form, or ticked, goes with them; a list is the answers alone, as they were once kept.
    for (const { 0: id, 8: more } of left) if (more) (loader.filled ||= {})[id] = more[0] ? { form: more } : more;
    if (left.length && (!isTheirs(visitor, contact) || adopt(left) === false)) return;
    // By now it lies in our own box.
    if (isKept) storage((all) => all.removeItem(box));
  };
  const take = (box) => {
    if (!box.startsWith(prefix) || box == mine || asked.has(box)) return;
    asked.add(box);
    // What a page wrote last may reach us later than the lock that it let go.
    const opened = guard(() => asked.delete(box) && open(box));
    lock(box, () => new Promise((free) => setTimeout(() => free(opened()), 300)));
  };

  /** Takes over what other pages leave, now and later. `f` may refuse with `false`, until this is called again. */
  const seek = (f) => {
    if (!adopt && locks) {
      const heard = guard(({ key, newValue }) => newValue && take(key));
      addEventListener("storage", heard);
      undo.push(() => removeEventListener("storage", heard));
    }
    adopt = f;
    storage((all) => Object.keys(all).forEach(take));
  };

  /** The visitor may be somebody by now. */
  const sign = () => kept && keep(kept);

  return {
    kept: (...message) => told.push(message),
    keep: () => keep(told.splice(0)),
    lock,
    sign,
    seek,
  };
};
