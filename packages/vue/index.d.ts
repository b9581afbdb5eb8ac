import type { DefineComponent, MaybeRefOrGetter, ShallowRef } from "vue";
import type { Attributes, Chat, Settings } from "parlor-chat";

export interface ParlorSettings extends Omit<Settings, "loadImmediately"> {
  /** Start with the panel open. */
  open?: boolean;
  /** Put the chat into this element. */
  inline?: MaybeRefOrGetter<Element | string | null | undefined>;
}

/** The account's chat while the component is mounted; `null` until it is there, and on a server. */
export function useParlor(settings: MaybeRefOrGetter<ParlorSettings>): Readonly<ShallowRef<Chat | null>>;

export const ParlorChat: DefineComponent<
  {
    edge: string;
    account: string;
    visitor?: string;
    attributes?: Attributes;
    nonce?: string;
    open?: boolean;
    /** Put the chat where the component is, instead of into a corner of the window. */
    inline?: boolean;
  },
  { chat: Readonly<ShallowRef<Chat | null>> },
  {}, {}, {}, {}, {},
  { chat: (chat: Chat) => void }
>;
