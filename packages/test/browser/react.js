import { StrictMode, createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { ParlorChat, useParlor } from "parlor-react";
import { EDGE, asked, calm, lines, same, shown, test, until } from "./cases.js";

const mounted = (element) => {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  root.render(element);
  return { place, render: (element) => root.render(element), end: () => root.unmount() };
};

test("React: a component is the chat; mounted twice by StrictMode it is one", async () => {
  const heard = [];
  const props = { edge: EDGE, account: "react", onChat: (chat) => heard.push(chat) };
  const app = mounted(h(StrictMode, null, h(ParlorChat, props)));
  await until(() => heard.length, "the chat");
  await calm();
  same([lines(), shown(), asked("load").length], [1, 1, 1]);
  app.render(h(StrictMode, null, h(ParlorChat, { ...props, visitor: "v1.a.b", attributes: { plan: "pro" } })));
  await until(() => asked("setAttributes").length, "attributes");
  app.render(h(StrictMode, null, h(ParlorChat, { ...props, visitor: "v1.a.b", attributes: { plan: "pro" } })));
  await calm();
  same([asked("identify"), asked("setAttributes"), shown()], [[["v1.a.b"]], [[{ plan: "pro" }]], 1], "the same again is no news");
  app.end();
  await until(() => asked("remove").length, "its end");
  await calm();
  same(shown(), 0);
});

test("React: inline it is where the component is, and the hook gives the chat", async () => {
  let seen;
  const Asks = () => {
    seen = useParlor({ edge: EDGE, account: "hook", open: true });
    return null;
  };
  const app = mounted(h(ParlorChat, { edge: EDGE, account: "hook", inline: true }));
  await until(() => asked("load").length, "the chat");
  same([asked("load")[0][0].inline, app.place.children.length], ["DIV", 1]);
  app.end();
  await until(() => asked("remove").length, "its end");
  const second = mounted(h(Asks));
  await until(() => seen, "the hook's chat");
  same(asked("load").length, 2);
  second.end();
  await until(() => asked("remove").length === 2, "its end");
});
