import { h, ref } from "vue";
import { ParlorChat, useParlor } from "parlor-vue";

const settings = ref({ edge: "https://chat.example.com", account: "demo" });
export const chat = useParlor(settings);
chat.value?.open();
// @ts-expect-error it may not be there yet
chat.value.open();
// @ts-expect-error what it gives is read
chat.value = null;
// @ts-expect-error an account is needed
useParlor({ edge: "https://chat.example.com" });
export const drawn = h(ParlorChat, { edge: "https://chat.example.com", account: "demo", onChat: (chat) => chat.close() });
// @ts-expect-error an edge is needed
h(ParlorChat, { account: "demo" });
