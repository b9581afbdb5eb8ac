import type { Chat, ChatEvents } from "parlor-chat";

/** `<parlor-chat edge account inline open visitor>`. Its events are those of the chat, each as `parlor-` and its name. */
export class ParlorChat extends HTMLElement {
  /** Settles when the chat is there; `undefined` while the element is in no page. */
  readonly chat: Promise<Chat> | undefined;
}

export type ParlorEvents = { [Name in keyof ChatEvents as `parlor-${Name}`]: CustomEvent<ChatEvents[Name]> } & {
  /** The script could not be fetched, or switched itself off. */
  "parlor-failed": CustomEvent<{ error: Error }>;
};

declare global {
  interface HTMLElementTagNameMap {
    "parlor-chat": ParlorChat;
  }
  interface HTMLElementEventMap extends ParlorEvents {}
}
