// The door of a page to Parlor: puts the account's one line in, and waits for what it brings. Holds nothing else.
// On import nothing is touched, so that a server can render with it.
const MARK = Symbol.for("parlor");
const chats = new Map();

const line = ({ edge, account, loadImmediately, visitor, attributes, nonce }) => {
  const src = edge.replace(/\/+$/, "") + "/embed/" + encodeURIComponent(account) + ".js";
  if (attributes) (window.parlor ??= {}).attributes = { ...window.parlor.attributes, ...attributes };
  if (window[MARK]) return Promise.resolve();
  const there = [...document.scripts].find((script) => script.src === src);
  const script = there ?? document.createElement("script");
  return new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => {
      // Whoever asks again tries again.
      script.remove();
      reject(new Error("Parlor cannot be fetched from " + src));
    });
    if (there) return;
    script.async = true;
    script.referrerPolicy = "no-referrer-when-downgrade";
    if (loadImmediately === false) script.setAttribute("data-manual", "");
    if (visitor) script.setAttribute("data-visitor", visitor);
    if (nonce) script.nonce = nonce;
    script.src = src;
    document.head.append(script);
  });
};

export function connect(settings) {
  if (typeof document === "undefined") return Promise.reject(new Error("Parlor needs a page"));
  const key = settings.edge + " " + settings.account;
  let chat = chats.get(key);
  if (!chat) {
    chat = line(settings).then(() => {
      const mark = window[MARK];
      if (!mark || !mark.chat) throw new Error("Parlor switched itself off; the browser's console says why");
      return mark.chat();
    });
    chat.catch(() => chats.delete(key));
    chats.set(key, chat);
  }
  return chat;
}
