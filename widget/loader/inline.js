// The chat in a place of its own on the page instead of a corner of the window. Knows where it is put and what that looks
// like; the widget itself only knows that it stays open.
//
// Either the chat stands in the place itself, or, as the original does it, in a frame there: sites style that frame by its
// id. The frame is a blank page of the same origin, so nothing is fetched for it and the host's policy applies to it.

import { element } from "./draw.js";

const PARENT = "hubspot-conversations-inline-parent";
const FRAME = "hubspot-conversations-inline-iframe";

// Nothing but a starting point: any rule of the site's own is stronger.
const FRAME_CSS =
  ":where(#" + PARENT + "){height:100%}:where(#" + FRAME + "){display:block;width:100%;height:100%;min-height:320px;border:0}";

const CSS =
  ":host([data-inline]){position:relative!important;display:block!important;inset:auto!important;width:100%!important;" +
  "height:100%!important;z-index:auto!important}" +
  ":host([data-inline=frame]){position:fixed!important;inset:0!important;width:auto!important;height:auto!important}" +
  ".launcher,.corner,.top [data-do=close]{display:none!important}" +
  ".widget .panel{position:absolute;inset:0;width:auto;height:auto;border-radius:0;box-shadow:none;animation:none}";

/** Where the chat is put. */
export class Inline {
  /** `loader` is what loader.js hands over. */
  constructor(loader) {
    this.loader = loader;
    /** In a frame with the original's ids. */
    this.framed = false;
    /** Whether the composer takes the focus when the chat first stands there. */
    this.focuses = false;
    this.clear();
  }

  clear() {
    this.on = false;
    this.spot = null;
    this.css = "";
    this.loader.spot = null;
    this.loader.host.removeAttribute("data-inline");
  }

  /** Puts the chat into an element, or into the first that a selector finds; tells whether it has to start anew there. */
  move(place) {
    let spot = place;
    if (typeof place == "string") {
      try {
        spot = Document.prototype.querySelector.call(document, place);
      } catch {
        spot = null;
      }
    }
    if (!(spot instanceof Element)) {
      console.warn("[chat] there is no place for it on this page: " + place);
      return false;
    }
    // A frame that left the page and came back is a new one.
    const { host } = this.loader;
    const page = host.ownerDocument;
    const stands = host.isConnected && page.defaultView && (!this.parent || this.parent.firstChild.contentDocument == page);
    if (spot == this.spot && stands) return false;
    this.leave();
    this.on = true;
    this.loader.top = host;
    this.spot = spot;
    this.css = CSS;
    this.loader.spot = this.framed ? this.frame(spot) : spot;
    this.loader.host.setAttribute("data-inline", this.framed ? "frame" : "");
    return true;
  }

  frame(spot) {
    const parent = element("div");
    const frame = element("iframe");
    parent.id = PARENT;
    frame.id = FRAME;
    frame.title = "Chat";
    if (!this.sheet) {
      this.sheet = new CSSStyleSheet();
      this.sheet.replaceSync(FRAME_CSS);
      document.adoptedStyleSheets.push(this.sheet);
      this.loader.undo.unshift(() => this.leave());
    }
    parent.append(frame);
    spot.append(parent);
    this.parent = parent;
    const page = frame.contentDocument;
    page.documentElement.lang = this.loader.lang();
    return page.body;
  }

  /** Back to the corner; tells whether it stood elsewhere. */
  leave() {
    if (!this.on) return false;
    // Out of a frame's document first: what is left in there dies with it.
    Document.prototype.adoptNode.call(document, this.loader.host);
    if (this.parent) this.parent.remove();
    const { sheet } = this;
    if (sheet) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other != sheet);
    this.parent = this.sheet = null;
    this.clear();
    return true;
  }
}
