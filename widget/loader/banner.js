// The question for cookies inside the chat (H9): asked where the page's settings say so, when the chat has loaded or when
// the pointer leaves over the upper edge. Who declines chats all the same, and this browser keeps nothing of it. The
// answer itself is kept only where it is yes.

import { dress, element } from "./draw.js";

const CSS =
  ".cookies{position:fixed;inset-block-end:calc(96px + env(safe-area-inset-bottom));inset-inline-end:24px;z-index:1;" +
  "box-sizing:border-box;width:min(376px,100vw - 32px);padding:16px;border-radius:16px;background:var(--raised);" +
  "color:var(--text);box-shadow:var(--shadow)}" +
  ".start .cookies{inset-inline:24px auto}" +
  "@media(max-width:599px),(max-height:559px){.cookies,.start .cookies{inset-inline:16px;width:auto}}" +
  ".widget .foot .cookies{position:static;width:auto;margin-block-end:8px;border:1px solid var(--line);box-shadow:none}" +
  ".cookies p{margin:0 0 12px}.cookies div{display:flex;flex-wrap:wrap;gap:8px}" +
  ".cookies button{flex:1;min-height:40px;padding:8px 14px;border-radius:8px;text-align:center;border:1px solid var(--control)}" +
  ".cookies button:hover{background:var(--hover)}@media(forced-colors:active){.cookies{border:1px solid CanvasText}}";

/**
 * Asks once. `when` is `ON_EXIT_INTENT`, or anything else for now; `answered` gets whether it was allowed. Gives what is to
 * be called when the panel has opened or closed: the question stands above the composer, or where the panel would.
 */
export const banner = (loader, when, answered) => {
  const { root, guard, words } = loader;
  let box;
  const show = guard(() => {
    document.removeEventListener("mouseleave", leaving);
    const layer = root.querySelector(".widget");
    if (box || !layer) return;
    const sheet = dress(loader, CSS);
    box = element("div", "cookies");
    box.setAttribute("role", "region");
    const text = element("p", "", words.cookie_banner_text);
    text.id = "cookies";
    box.setAttribute("aria-labelledby", text.id);
    const row = element("div");
    // Two buttons alike: neither is made easier to find than the other.
    for (const [name, allowed] of [["cookie_decline", false], ["cookie_accept", true]]) {
      const button = element("button", "", words[name]);
      button.type = "button";
      button.addEventListener("click", guard((event) => {
        // A script may click, but it cannot allow for a person.
        if (!event.isTrusted) return;
        box.over = true;
        box.remove();
        root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other != sheet);
        answered(allowed);
      }));
      row.append(button);
    }
    box.append(text, row);
    place();
  });
  const place = guard(() => {
    const panel = root.querySelector(".panel");
    if (!box || box.over) return;
    if (panel && !panel.hidden) panel.querySelector(".foot").prepend(box);
    else root.querySelector(".widget").append(box);
  });
  const leaving = guard((event) => event.clientY <= 0 && show());
  loader.undo.push(() => document.removeEventListener("mouseleave", leaving));
  if (when == "ON_EXIT_INTENT") document.addEventListener("mouseleave", leaving);
  else show();
  return place;
};
