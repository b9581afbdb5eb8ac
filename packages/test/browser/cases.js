// The cases that run in a page. Each begins with a page as new: no script, no chat, no hook.
export const cases = [];
export const test = (name, run) => cases.push([name, run]);

export const same = (got, wanted, what = "") => {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what} got ${a}, wanted ${b}`);
};

/** Waits until something is so, at most five seconds. */
export const until = async (is, what) => {
  const end = performance.now() + 5_000;
  for (;;) {
    const found = is();
    if (found) return found;
    if (performance.now() > end) throw new Error("waited in vain for " + what + ": " + JSON.stringify(window.asked));
    await new Promise((again) => setTimeout(again, 2));
  }
};

export const EDGE = location.origin;
export const asked = (name) => (window.asked ?? []).filter(([what]) => what === name).map(([, ...words]) => words);
export const shown = () => asked("load").length - asked("remove").length;
export const lines = () => [...document.scripts].filter((script) => script.src.includes("/embed/")).length;

/** Lets everything that is due happen: timers of the stand-in are shorter. */
export const calm = () => new Promise((done) => setTimeout(done, 30));
