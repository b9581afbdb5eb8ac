// <parlor-chat>: the chat as an element. `edge` and `account` say whose; without `inline` it is the launcher in a corner.
import { hold } from "parlor-chat/hold";

const EVENTS = ["loaded", "opened", "closed", "interacted", "started", "selected", "ended", "unread", "identified", "picked"];
const Base = globalThis.HTMLElement ?? class {};

export class ParlorChat extends Base {
  static observedAttributes = ["edge", "account", "inline", "open", "visitor"];
  #held;
  #listening = [];
  #turn;

  connectedCallback() {
    this.#later();
  }

  disconnectedCallback() {
    this.#later();
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#held || before === now) return;
    if (name === "visitor") this.#held.identify(now ?? undefined);
    else if (name === "open") this.chat.then((chat) => (now === null ? chat.close() : chat.open())).catch(() => {});
    else this.#again();
  }

  /** Settles when the chat is there; `undefined` while the element is in no page. */
  get chat() {
    return this.#held?.chat;
  }

  // An element that is only moved leaves and comes in one turn.
  #later() {
    if (this.#turn) return;
    this.#turn = true;
    queueMicrotask(() => {
      this.#turn = false;
      if (this.isConnected !== !!this.#held) this.#again();
    });
  }

  #again() {
    this.#held?.release();
    for (const stop of this.#listening.splice(0)) stop();
    this.#held = undefined;
    const say = (name) => this.getAttribute(name) ?? undefined;
    const [edge, account, visitor] = ["edge", "account", "visitor"].map(say);
    if (!this.isConnected || !edge || !account) return;
    const held = hold(
      { edge, account, visitor, nonce: this.nonce || undefined },
      { open: this.hasAttribute("open"), inline: this.hasAttribute("inline") ? this : undefined },
    );
    this.#held = held;
    held.chat.then(
      (chat) => {
        if (this.#held !== held) return;
        const tell = (name) => chat.on(name, (detail) => this.dispatchEvent(new CustomEvent("parlor-" + name, { detail })));
        this.#listening = EVENTS.map(tell);
      },
      (error) => this.#held === held && this.dispatchEvent(new CustomEvent("parlor-failed", { detail: { error } })),
    );
  }
}

globalThis.customElements?.get("parlor-chat") ?? globalThis.customElements?.define("parlor-chat", ParlorChat);
