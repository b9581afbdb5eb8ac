import { mount, type ComponentProps } from "svelte";
import { ParlorChat, parlor } from "parlor-svelte";

export const stop = parlor({ edge: "https://chat.example.com", account: "demo" }).subscribe((chat) => chat?.open());
// @ts-expect-error it may not be there yet
parlor({ edge: "https://chat.example.com", account: "demo" }).subscribe((chat) => chat.open());
mount(ParlorChat, { target: document.body, props: { edge: "https://chat.example.com", account: "demo" } });
// @ts-expect-error an account is needed
export const props: ComponentProps<typeof ParlorChat> = { edge: "https://chat.example.com" };
