// What a chat needs beside the second module of the wasm: none of it is needed to type. Fetched when somebody comes to the
// chat, and with the widget for those who acted before (start.js).

import { carry } from "./carry.js";
import { line } from "./line.js";
import { lines } from "./lines.js";
import { mask } from "./mask.js";
import { outbox } from "./outbox.js";

/** Gets everything ready for `widget.complete`. `loader` is what loader.js hands over, `widget` the running one, `host` of
 *  page.js, and `isOver` tells whether it has ended. Gives what carry.js does, and this page's box. */
export const rest = (loader, widget, host, isOver) => {
  const open = lines(
    loader.edge,
    (path, body, more) =>
      isOver() ? Promise.reject() : fetch(loader.edge + path, { method: "POST", credentials: "omit", body, ...more }),
    () => import(loader.edge + __POLL_JS__),
  );
  loader.socket = (path) => {
    const line = open(path);
    // What was filled into a form, ticked or answered goes with the message that it was sent with (form.js, subscribe.js,
    // revise.js). What begins a conversation answers nothing in it.
    const { send } = line;
    line.send = (text) => {
      const frame = loader.filled && /^\{"t":"post"/.test(text) && JSON.parse(text);
      const more = frame && loader.filled[frame.client_message_id.replace(/(-2)+$/, "")];
      send.call(line, more ? JSON.stringify({ ...frame, ...more, ...(frame.thread ? {} : { reply_to: undefined }) }) : text);
    };
    line.addEventListener("message", loader.guard(({ data }) => loader.extra("heard", line, data)));
    return line;
  };
  const box = outbox(loader);
  line(loader, host, box);
  mask(loader, widget, host);
  return { ...carry(loader, widget, host), box };
};
