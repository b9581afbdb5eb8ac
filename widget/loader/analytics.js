// The bridge to a page's own analytics (H43): each event is pushed to `dataLayer`, where the page's owner asked for it on
// the snippet. No word of the visitor's goes there, and no id of a thread.

const EVENTS = ["loaded", "opened", "closed", "interacted", "started", "selected", "ended", "unread", "identified", "picked"];

/** `chat` is what chat.js makes. */
export const analytics = (chat) => {
  for (const name of EVENTS) {
    chat.on(name, (event) => {
      const layer = (window.dataLayer ||= []);
      layer.push({ event: "parlor_" + name, ...(name == "unread" && { parlor_unread: event.count }) });
    });
  }
};
