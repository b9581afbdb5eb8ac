// The original's cookies, where a site that used it expects them (H26-H29): who else on the site reads them finds what it
// found before. They say nothing that is secret and identify nobody to us; the edge never sees them. Set only after the
// visitor did something.

const DAY = 86400;
const NAMES = ["messagesUtk", "hs-messages-is-open", "hs-messages-hide-welcome-message"];

const write = (name, value, seconds) => {
  const secure = location.protocol == "https:" ? ";secure" : "";
  document.cookie = name + "=" + value + ";path=/;max-age=" + seconds + ";samesite=lax" + secure;
};

/** What a cookie says, or undefined. */
export const cookie = (name) => {
  for (const part of document.cookie.split("; ")) {
    const at = part.indexOf("=");
    if (part.slice(0, at) == name) return part.slice(at + 1);
  }
};

/** The visitor began a chat, or allowed cookies. The number is made for this cookie alone. */
export const began = (chats) => {
  const number = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => (byte + 256).toString(16).slice(1));
  if (!cookie("messagesUtk")) write("messagesUtk", number().join(""), 180 * DAY);
  if (chats) open(true);
};

/** The chat stays open, or closed, for half an hour. */
export const open = (isOpen) => write("hs-messages-is-open", isOpen, 1800);

/** The welcome message was waved away. */
export const waved = () => write("hs-messages-hide-welcome-message", true, DAY);

export const clear = () => NAMES.forEach((name) => write(name, "", 0));

/** Whether they keep the chat from opening, or its welcome message from popping up, by itself. */
export const silence = () => ({
  closed: cookie("hs-messages-is-open") === "false",
  quiet: cookie("hs-messages-hide-welcome-message") === "true",
});
