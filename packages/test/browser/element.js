import { ParlorChat } from "parlor-element";
import { EDGE, asked, calm, same, test, until } from "./cases.js";

test("<parlor-chat> shows the chat while it is in the page", async () => {
  const element = document.createElement("parlor-chat");
  same(element instanceof ParlorChat, true);
  for (const [name, value] of [["edge", EDGE], ["account", "element"], ["open", ""], ["visitor", "v1.a.b"]]) element.setAttribute(name, value);
  const heard = [];
  element.addEventListener("parlor-unread", (event) => heard.push(event.detail));
  document.body.append(element);
  await until(() => asked("load").length, "the chat");
  same([asked("load"), asked("script")[0][0].includes("data-visitor")], [[[{ open: true, inline: undefined }]], true]);
  await until(() => window.listeners(), "its ears");
  window.tell("unread", { count: 2 });
  same(heard, [{ count: 2 }]);
  // Moved about, it stays what it is.
  const inner = document.createElement("div");
  document.body.append(inner);
  inner.append(element);
  element.setAttribute("visitor", "v1.c.d");
  element.removeAttribute("open");
  await until(() => asked("close").length, "close");
  same([asked("identify"), asked("remove"), asked("load").length], [[["v1.c.d"]], [], 1]);
  element.remove();
  await until(() => asked("remove").length, "its end");
  same([window.listeners(), element.chat], [0, undefined]);
});

test("<parlor-chat inline> is the chat's place, and says what goes wrong", async () => {
  const element = document.createElement("parlor-chat");
  element.setAttribute("inline", "");
  element.setAttribute("edge", EDGE);
  document.body.append(element);
  await calm();
  same(asked("load"), [], "without an account there is none");
  element.setAttribute("account", "inline");
  element.remove();
  document.body.append(element);
  await until(() => asked("load").length, "the chat");
  same(asked("load")[0][0].inline, "PARLOR-CHAT");
  element.remove();
  await calm();
  const failing = document.createElement("parlor-chat");
  failing.setAttribute("edge", EDGE + "/nowhere");
  failing.setAttribute("account", "missing");
  delete window[Symbol.for("parlor")];
  const failed = new Promise((done) => failing.addEventListener("parlor-failed", done));
  document.body.append(failing);
  same(/fetched/.test((await failed).detail.error.message), true);
  failing.remove();
});
