import { readable } from "svelte/store";
import { hold } from "parlor-chat/hold";

export { default as ParlorChat } from "./ParlorChat.svelte";

/** On the page while somebody subscribes. On a server nobody is told of a chat, and nothing is asked for. */
export function parlor({ open, inline, ...settings }) {
  return readable(null, (set) => {
    if (typeof document === "undefined") return;
    const held = hold(settings, { open: !!open, inline });
    let here = true;
    held.chat.then((chat) => here && set(chat)).catch(() => {});
    return () => {
      here = false;
      set(null);
      held.release();
    };
  });
}
