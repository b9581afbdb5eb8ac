// Held to the types by `tsc`: what is right compiles, and each line under `@ts-expect-error` does not.
import { connect, type Chat, type ChatEvents } from "parlor-chat";
import { hold } from "parlor-chat/hold";
import { ParlorChat as Element_ } from "parlor-element";

const chat: Chat = await connect({ edge: "https://chat.example.com", account: "demo", attributes: { plan: "pro", seats: 3 } });
const stop: () => void = chat.on("unread", ({ count }) => count.toFixed());
chat.on("started", ({ thread }) => thread.id.length);
chat.load({ open: true, inline: "#chat" });
chat.open({ text: "Hello", newThread: true });
chat.identify(null);
// P11
chat.addLabel("VIP");
chat.removeLabel("VIP");
stop();
// @ts-expect-error an account is needed
connect({ edge: "https://chat.example.com" });
// @ts-expect-error no such event
chat.on("messaged", () => {});
// @ts-expect-error this event has a count, and nothing else
chat.on("unread", ({ thread }) => thread);
// @ts-expect-error attributes are texts, numbers, and yes or no
chat.setAttributes({ plan: { name: "pro" } });
// @ts-expect-error one label has one name (P11)
chat.addLabel(["VIP"]);
// @ts-expect-error what is read is not written
chat.status().loaded = "yes";

const held = hold({ edge: "https://chat.example.com", account: "demo" }, { open: true });
held.identify(undefined);
held.release();
// @ts-expect-error `null` is for `chat.identify`
held.identify(null);

const element: Element_ = document.createElement("parlor-chat");
element.addEventListener("parlor-picked", (event) => event.detail.text.length);
const there: Promise<Chat> | undefined = element.chat;
// @ts-expect-error the chat is the element's to give
element.chat = undefined;
export const names: (keyof ChatEvents)[] = ["loaded", "ended"];
export { there };
