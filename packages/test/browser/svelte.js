import { flushSync, mount, unmount } from "svelte";
import { ParlorChat, parlor } from "parlor-svelte";
import Both from "./Both.svelte";
import { EDGE, asked, calm, same, shown, test, until } from "./cases.js";

test("Svelte: a component is the chat while it is mounted", async () => {
  const heard = [];
  const place = document.createElement("div");
  document.body.append(place);
  const app = mount(Both, { target: place, props: { edge: EDGE, heard: (chat) => heard.push(chat) } });
  await until(() => heard.length, "the chat");
  app.signsIn("v1.a.b");
  flushSync();
  await calm();
  same([asked("identify"), asked("setAttributes").at(-1), shown()], [[["v1.a.b"]], [{ plan: "pro" }], 1]);
  await unmount(app);
  await until(() => asked("remove").length, "its end");
});

test("Svelte: inline, and as a store", async () => {
  const place = document.createElement("div");
  document.body.append(place);
  const app = mount(ParlorChat, { target: place, props: { edge: EDGE, account: "place", inline: true } });
  await until(() => asked("load").length, "the chat");
  same(asked("load")[0][0].inline, "DIV");
  await unmount(app);
  await until(() => asked("remove").length, "its end");
  const seen = [];
  const end = parlor({ edge: EDGE, account: "place" }).subscribe((chat) => seen.push(!!chat));
  await until(() => seen.length === 2, "the store's chat");
  end();
  await until(() => asked("remove").length === 2, "its end");
  same(seen, [false, true]);
});
