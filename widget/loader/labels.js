// Labels that the page puts on its visitor's conversation (P11): on the one that is shown, else on the next that begins.
// Which a page may set is the edge's to say. Knows names, and nothing of what is in a conversation.

import { own } from "./own.js";

const SOON = 50; // what a page says in one go is asked in one request, in ms

/** Gives `set(name, on)` and `begun()`, to be called when there is a conversation. */
export const labels = (loader) => {
  let wished = new Map();
  let due;

  const tell = async () => {
    due = null;
    const record = loader.record();
    const thread = loader.place?.[0] || record?.t;
    if (!wished.size || !thread || !record?.k || !record.s) return;
    const all = [...wished];
    wished = new Map();
    const named = (on) => all.filter((one) => one[1] == on).map(([name]) => name);
    const body = { thread, add: named(true), remove: named(false) };
    const answer = await own(loader, record.s.replace(/socket$/, "labels"), body);
    if (!answer) return console.warn("[chat] these labels were not set, the edge could not be asked: " + all.map(([name]) => name).join(", "));
    for (const name of answer.not_set)
      console.warn("[chat] no label of that name may be set by pages: " + name + ". Allow it in Settings, Sites.");
  };
  const begun = () => (due ||= setTimeout(loader.guard(() => void tell()), SOON));

  return {
    begun,
    set: (name, on) => {
      if (typeof name != "string" || !name.trim()) throw new TypeError("addLabel(name), removeLabel(name): the name is no text");
      wished.set(name.trim(), on);
      begun();
    },
  };
};
