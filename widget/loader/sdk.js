// The module behind `chat()`: fetched where a page asks for the chat's API, or comes with the original's.

import { analytics } from "./analytics.js";
import { chat } from "./chat.js";
import { hubspot } from "./hubspot.js";

/** Gives the page its chat. `loader` is what loader.js hands over. */
export const sdk = (loader) => {
  const made = chat(loader);
  const { script } = loader;
  if (script && script.hasAttribute("data-analytics")) analytics(made);
  if (loader.dropIn) hubspot(loader, made);
  else if (!loader.begun && !(script && script.hasAttribute("data-manual"))) made.load();
  const { load, refresh, open, close, remove, launcher, reset, identify, setAttributes, addLabel, removeLabel, status, on } = made;
  return Object.freeze({ load, refresh, open, close, remove, launcher, reset, identify, setAttributes, addLabel, removeLabel, status, on });
};
