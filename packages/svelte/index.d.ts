import type { Component } from "svelte";
import type { Readable } from "svelte/store";
import type { Attributes, Chat, LoadOptions, Settings } from "parlor-chat";

export declare const ParlorChat: Component<{
  edge: string;
  account: string;
  visitor?: string;
  attributes?: Attributes;
  nonce?: string;
  open?: boolean;
  /** Put the chat where the component is, instead of into a corner of the window. */
  inline?: boolean;
  /** Called with the chat as soon as it is there. */
  onchat?: (chat: Chat) => void;
}>;

/** The account's chat while somebody subscribes; `null` until it is there, and on a server. */
export function parlor(settings: Omit<Settings, "loadImmediately"> & LoadOptions): Readable<Chat | null>;
