// Numbers in what a visitor writes are masked before anything leaves the page (N20). Messages go through the wasm anyway;
// this is for what scripts send by themselves. Knows the wasm's way of telling, and no number.

import { dress } from "./draw.js";

const CSS = ".masked{grid-row:4;padding-block:4px;font:var(--micro);color:var(--text-3)}";

/** Gives `loader.mask`: a text as it may be sent, or nothing where the wasm is at something else. */
export const mask = (loader, widget, host) => {
  dress(loader, CSS);
  loader.mask = (text) => {
    const { tell } = host;
    let masked;
    host.tell = (deed, about) => (deed ? tell(deed, about) : (masked = about));
    widget.adopt(text);
    host.tell = tell;
    return masked;
  };
  loader.undo.push(() => (loader.mask = null));
};
