/**
 * Parlor on a page, typed. Everything here works without the original's globals; those are described in `hubspot.d.ts`.
 */

/** What a page says of its visitor or of itself; conditions of chatflows can ask for it as `attribute.<name>`. */
export type Attributes = Record<string, string | number | boolean>;

export interface Settings {
  /** Where the account's Parlor answers, such as `https://chat.example.com`. */
  edge: string;
  /** The account's id, as in its snippet. */
  account: string;
  /** `false`: nothing is shown until `chat.load()`. `true` unless said. */
  loadImmediately?: boolean;
  /** Says who is signed in: what the token endpoint gave to the site's own server, or what that server signed itself. */
  visitor?: string;
  attributes?: Attributes;
  /** For pages with a strict content security policy. */
  nonce?: string;
}

export interface LoadOptions {
  /** Start with the panel open. */
  open?: boolean;
  /** Put the chat into this element (or the first that a selector finds) instead of a corner of the window. */
  inline?: Element | string;
}

export interface OpenOptions {
  /** Words to begin with, in the composer, not sent. */
  text?: string;
  /** Begin a new thread instead of going on with the last one. */
  newThread?: boolean;
}

export interface Status {
  /** The widget itself is on the page, not only its launcher. */
  loaded: boolean;
  /** It is being fetched. */
  pending: boolean;
  /** The panel is open. */
  open: boolean;
}

/** A thread; `id` is the one that the REST API knows. */
export interface ThreadEvent {
  thread: { id: string };
}

export interface ChatEvents {
  /** The widget itself is on the page. */
  loaded: Record<string, never>;
  opened: { by: "visitor" | "page" };
  closed: { by: "visitor" | "page" };
  /** The visitor did something with it: opened it, or put the welcome message away. */
  interacted: Record<string, never>;
  /** A new thread was started. */
  started: ThreadEvent;
  /** A thread was started or chosen. */
  selected: ThreadEvent;
  /** A thread was marked closed in the inbox. */
  ended: ThreadEvent;
  /** So many threads have something unread. */
  unread: { count: number };
  /** The visitor is a contact by now. */
  identified: Record<string, never>;
  /** One of the answers to pick from was picked. */
  picked: { text: string };
}

export interface Chat {
  /** Shows what this page gets: needed after `loadImmediately: false` or `remove()`. */
  load(options?: LoadOptions): void;
  /** Decides anew for the address as it is now. The widget sees changes of the address by itself; this is for the rest. */
  refresh(options?: { newThread?: boolean }): void;
  open(options?: OpenOptions): void;
  close(): void;
  /** Takes it off the page, until `load()` or the next page. */
  remove(): void;
  /** Shows or hides the launcher; hidden, `open()` still opens. */
  launcher(shown: boolean): void;
  /** Forgets in this browser who the visitor is and what was said, as after signing out. */
  reset(): void;
  /** Somebody signed in (a token from the site's server), or out (`null`). */
  identify(token: string | null): void;
  setAttributes(attributes: Attributes): void;
  /**
   * Puts the label of that name on the conversation that is shown, else on the next one that begins. Only labels that the
   * account has and lets pages set; about any other the console of the page has a line, and nothing happens.
   */
  addLabel(name: string): void;
  /** Takes it off again. */
  removeLabel(name: string): void;
  status(): Status;
  /** Calls `handler` from now on; the function returned ends that. */
  on<Name extends keyof ChatEvents>(name: Name, handler: (event: ChatEvents[Name]) => void): () => void;
}

/**
 * Puts the account's one line into the page, unless it is there, and gives its chat. Rejects where the script cannot be
 * fetched or switched itself off. Twice for the same account is the same chat.
 */
export function connect(settings: Settings): Promise<Chat>;
