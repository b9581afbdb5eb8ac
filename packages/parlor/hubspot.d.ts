/**
 * The original's JavaScript API as Parlor answers to it, for pages whose script carries `id="hs-script-loader"` or
 * `data-drop-in`, or that set one of these globals before the script runs. `docs/drop-in.md` says where it differs.
 */

export interface ConversationsSettings {
  /** `false`: nothing is shown before `widget.load()`. */
  loadImmediately?: boolean;
  /** Puts the chat into the first element that this selector finds. */
  inlineEmbedSelector?: string;
  enableWidgetCookieBanner?: boolean | "ON_WIDGET_LOAD" | "ON_EXIT_INTENT";
  disableAttachment?: boolean;
  /** For an inline chat: does not take the focus when it first stands there. */
  disableInitialInputFocus?: boolean;
  /** Without effect: Parlor never puts a style into the page. */
  avoidInlineStyles?: boolean;
  hideNewThreadLink?: boolean;
  identificationEmail?: string;
  identificationToken?: string;
  /** Whatever else a page sets is left alone. */
  [other: string]: unknown;
}

export interface ConversationPayload {
  conversation: {
    conversationId: number;
    /** Parlor's own id of the thread, as the REST API knows it. */
    threadId: string;
  };
}

export interface MessagePayload {
  message: string;
}

export interface ConversationsEvents {
  conversationStarted: ConversationPayload;
  conversationClosed: ConversationPayload;
  userSelectedThread: ConversationPayload;
  unreadConversationCountChanged: { unreadCount: number };
  contactAssociated: MessagePayload;
  userInteractedWithWidget: MessagePayload;
  widgetLoaded: MessagePayload;
  quickReplyButtonClick: { name: "QUICK_REPLIES"; multiSelect: false; value: string[] };
  widgetClosed: MessagePayload;
}

export interface ConversationsWidget {
  /** Once a second at most. */
  load(options?: { widgetOpen?: boolean }): void;
  /** Once a second at most. */
  refresh(options?: { openToNewThread?: boolean }): void;
  open(): void;
  close(): void;
  remove(): void;
  status(): { loaded: boolean; pending: boolean };
}

export interface Conversations {
  widget: ConversationsWidget;
  on<Name extends keyof ConversationsEvents>(name: Name, handler: (payload: ConversationsEvents[Name]) => void): void;
  off<Name extends keyof ConversationsEvents>(name: Name, handler: (payload: ConversationsEvents[Name]) => void): void;
  clear(options?: { resetWidget?: boolean }): void;
}

declare global {
  interface Window {
    HubSpotConversations?: Conversations;
    hsConversationsSettings?: ConversationsSettings;
    hsConversationsOnReady?: Array<() => void> | { push(...ready: Array<() => void>): void };
    _hsq?: unknown[] | { push(...commands: unknown[]): void };
  }
}
