// What every framework's component does with a chat: shows it while somebody holds it, and takes it off the page when
// nobody does. A page has one chat, however many components hold it, and however often one is mounted for a moment.
import { connect } from "./index.js";

const held = new Map();

export function hold(settings, options) {
  const key = settings.edge + " " + settings.account;
  const shared = held.get(key) ?? { holders: 0, shown: false, visitor: settings.visitor };
  held.set(key, shared);
  shared.holders++;
  let mine = true;

  const connected = connect({ ...settings, loadImmediately: false });
  const chat = connected.then((chat) => {
    if (mine) {
      if (shared.visitor !== settings.visitor) chat.identify(settings.visitor ?? null);
      shared.visitor = settings.visitor;
      if (settings.attributes) chat.setAttributes(settings.attributes);
      chat.load(options);
      shared.shown = true;
    }
    return chat;
  });
  // Whoever waits for it hears why; whoever does not is not troubled.
  chat.catch(() => {});

  return {
    chat,
    identify(visitor) {
      if (!mine || shared.visitor === visitor) return;
      shared.visitor = visitor;
      chat.then((chat) => chat.identify(visitor ?? null)).catch(() => {});
    },
    release() {
      if (!mine) return;
      mine = false;
      shared.holders--;
      connected
        .then((chat) => {
          if (shared.holders || !shared.shown) return;
          shared.shown = false;
          chat.remove();
        })
        .catch(() => {});
    },
  };
}
