import { connect } from "parlor-chat";
import { hold } from "parlor-chat/hold";
import { EDGE, asked, calm, lines, same, shown, test, until } from "./cases.js";

test("connect puts one line in, as the snippet says it", async () => {
  const nonce = "n0nce";
  const chat = await connect({ edge: EDGE + "/", account: "demo", loadImmediately: false, visitor: "v1.x.y", nonce, attributes: { plan: "pro" } });
  same(asked("script"), [["async data-manual data-visitor referrerpolicy"]]);
  const script = [...document.scripts].find((script) => script.src.includes("/embed/"));
  same([script.src, script.nonce, script.referrerPolicy], [EDGE + "/embed/demo.js", nonce, "no-referrer-when-downgrade"]);
  same([script.getAttribute("data-visitor"), window.parlor.attributes], ["v1.x.y", { plan: "pro" }]);
  same(chat.status().loaded, true);
});

test("twice for an account is the same chat", async () => {
  const both = [connect({ edge: EDGE, account: "two" }), connect({ edge: EDGE, account: "two" })];
  const [one, other] = await Promise.all(both);
  same([one === other, lines(), asked("script")], [true, 1, [["async referrerpolicy"]]]);
});

test("a line that is in the page already is used", async () => {
  const script = document.createElement("script");
  script.src = EDGE + "/embed/there.js";
  document.head.append(script);
  await connect({ edge: EDGE, account: "there" });
  same(lines(), 1, "while it loads");
});

test("what cannot be fetched, or switches itself off, says so, and can be tried again", async () => {
  for (const account of ["missing", "broken"]) {
    for (let n = 0; n < 2; n++) {
      const error = await connect({ edge: EDGE, account }).then(() => null, (error) => error);
      same(error instanceof Error && /Parlor/.test(error.message), true, account);
    }
  }
});

test("a chat that is held is shown, and is gone when nobody holds it", async () => {
  const settings = { edge: EDGE, account: "held" };
  const one = hold(settings, { open: true });
  const other = hold(settings);
  await Promise.all([one.chat, other.chat]);
  await calm();
  same([asked("load")[0], lines()], [[{ open: true }], 1]);
  one.release();
  one.release();
  await calm();
  same(asked("remove"), [], "somebody holds it");
  other.release();
  await until(() => asked("remove").length, "its end");
  const again = hold({ ...settings, visitor: "v1.a.b" });
  await again.chat;
  same([asked("identify"), asked("load").length], [[["v1.a.b"]], 3]);
  again.identify("v1.a.b");
  again.identify(undefined);
  await calm();
  same(asked("identify"), [["v1.a.b"], [null]]);
  again.release();
});

test("who lets go before it is there never sees it", async () => {
  const held = hold({ edge: EDGE, account: "brief" });
  held.release();
  await held.chat;
  await calm();
  same([asked("load"), asked("remove")], [[], []]);
});
