import { defineComponent, h, onBeforeUnmount, onMounted, ref, shallowRef, toValue, watch } from "vue";
import { hold } from "parlor-chat/hold";

export function useParlor(settings) {
  const chat = shallowRef(null);
  let held;
  const letGo = () => {
    held?.release();
    held = undefined;
    chat.value = null;
  };
  const take = () => {
    letGo();
    const { open, inline, ...rest } = toValue(settings);
    const mine = (held = hold(rest, { open: !!open, inline: toValue(inline) ?? undefined }));
    mine.chat.then((there) => held === mine && (chat.value = there)).catch(() => {});
  };
  let mounted = false;
  onMounted(() => {
    mounted = true;
    take();
  });
  onBeforeUnmount(() => {
    mounted = false;
    letGo();
  });
  watch(
    ["edge", "account", "nonce"].map((name) => () => toValue(settings)[name]),
    () => mounted && take(),
  );
  watch(
    () => toValue(settings).visitor,
    (visitor) => held?.identify(visitor),
  );
  watch(
    () => toValue(settings).attributes,
    (attributes) => attributes && chat.value?.setAttributes(attributes),
    { deep: true },
  );
  return chat;
}

export const ParlorChat = defineComponent({
  name: "ParlorChat",
  props: {
    edge: { type: String, required: true },
    account: { type: String, required: true },
    visitor: String,
    attributes: Object,
    nonce: String,
    open: Boolean,
    inline: Boolean,
  },
  emits: ["chat"],
  setup(props, { emit, expose }) {
    const place = ref(null);
    const chat = useParlor(() => ({ ...props, inline: props.inline ? place : undefined }));
    watch(chat, (chat) => chat && emit("chat", chat));
    expose({ chat });
    return () => (props.inline ? h("div", { ref: place }) : null);
  },
});
