import type { ReactElement, RefObject } from "react";
import type { Chat, Settings } from "parlor-chat";

export interface ParlorSettings extends Omit<Settings, "loadImmediately"> {
  /** Start with the panel open. */
  open?: boolean;
  /** Put the chat into this element. */
  inline?: Element | string | RefObject<Element | null>;
}

/** The account's chat while the component is mounted; `null` until it is there, and on a server. */
export function useParlor(settings: ParlorSettings): Chat | null;

export interface ParlorChatProps extends Omit<ParlorSettings, "inline"> {
  /** Put the chat where the component is, instead of into a corner of the window. */
  inline?: boolean;
  /** Called with the chat as soon as it is there. */
  onChat?: (chat: Chat) => void;
}

export function ParlorChat(props: ParlorChatProps): ReactElement | null;
