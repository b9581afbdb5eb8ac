import { createApp, h, nextTick, reactive } from "vue";
import { ParlorChat, useParlor } from "parlor-vue";
import { EDGE, asked, calm, same, shown, test, until } from "./cases.js";

test("Vue: a component is the chat while it is mounted", async () => {
  const props = reactive({ edge: EDGE, account: "vue", attributes: { plan: "free" } });
  const heard = [];
  const place = document.createElement("div");
  document.body.append(place);
  const app = createApp({ render: () => h(ParlorChat, { ...props, onChat: (chat) => heard.push(chat) }) });
  app.mount(place);
  await until(() => heard.length, "the chat");
  props.visitor = "v1.a.b";
  props.attributes = { plan: "pro" };
  await nextTick();
  await calm();
  same([asked("identify"), asked("setAttributes").at(-1), shown()], [[["v1.a.b"]], [{ plan: "pro" }], 1]);
  app.unmount();
  await until(() => asked("remove").length, "its end");
  same(shown(), 0);
});

test("Vue: inline, and as a composable", async () => {
  const place = document.createElement("div");
  document.body.append(place);
  let chat;
  const app = createApp({
    setup() {
      chat = useParlor(() => ({ edge: EDGE, account: "composable" }));
      return () => h(ParlorChat, { edge: EDGE, account: "composable", inline: true });
    },
  });
  app.mount(place);
  await until(() => chat.value && asked("load").length === 2, "both");
  same(asked("load").map(([options]) => options.inline).filter(Boolean), ["DIV"]);
  app.unmount();
  await until(() => asked("remove").length, "the end of both");
  await calm();
  same([asked("remove").length, chat.value], [1, null]);
});
