import type { Chat, LoadOptions, Settings } from "./index.js";

/** A chat that is on the page as long as somebody holds it. */
export interface Held {
  /** Settles when the chat is there; rejects as `connect()` does. */
  chat: Promise<Chat>;
  /** Somebody else signed in, or nobody is any more. Said again it does nothing. */
  identify(visitor: string | undefined): void;
  /** Lets go of it. When nobody holds it any more it goes off the page. Twice is once. */
  release(): void;
}

/** For components: shows the account's chat until it is let go. `loadImmediately` does not matter here. */
export function hold(settings: Settings, options?: LoadOptions): Held;
