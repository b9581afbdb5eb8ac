// The box of a chatflow that asks its visitors whether they want to be written to (S85): above the composer, before a
// conversation begins. Nobody has to tick it, and nobody finds it ticked. Fetched when somebody opens the panel of such a
// chatflow.
//
// What is asked, and whether, is the edge's word (`/subscriptions`): whoever is subscribed is not asked, unless for a newer
// text. A tick goes in the frame of the message that it was sent with, and is kept with that message while it is on its way
// (next.js), as what was filled into a form is; without one nothing is said. Knows no message.

import { dress, element } from "./draw.js";
import { withNext } from "./next.js";
import { own } from "./own.js";

const FRESH = 60000; // by then they may have subscribed in another tab, or there is a newer text

const CSS = `
.agree{display:flex;flex:0 1 auto;gap:10px;min-height:24px;margin-block-end:8px;padding:4px 0}
.agree[hidden]{display:none}
.agree input{all:revert;flex:none;width:20px;height:20px;margin:0;accent-color:var(--brand);cursor:pointer}
.agree input:focus-visible{outline:0;box-shadow:var(--ring)}
.agree label{flex:1;max-height:max(24vh,5em);overflow:hidden auto;color:var(--text-2);overflow-wrap:anywhere;
white-space:pre-wrap;cursor:pointer}
.agree label:focus-visible{outline:2px solid var(--brand-text);outline-offset:-1px}
.agree small{margin-inline-start:6px;font:var(--small);color:var(--text-3)}
@media(prefers-color-scheme:dark){.widget:where(:not(.light)) .agree{color-scheme:dark}}
@media(max-width:599px),(max-height:559px){.agree{min-height:44px;align-items:center}.agree input{width:24px;height:24px}}`;

/** Shows the box of the chatflow `shown` where there is one to show, or what changed about it. */
export const subscribe = (loader, host, shown) => (loader.box ||= begin(loader, host)).update(shown || {});

const begin = (loader, host) => {
  const { root, guard } = loader;
  const sheet = dress(loader, CSS);
  let chatflow;
  let asked;
  let drawn; // what was drawn last, as a text
  let node;
  let box;
  let at = 0;
  let taken; // the tick went with a message from this place, and the edge may not know it yet

  const isThere = () => node?.isConnected && !node.hidden;
  const hide = () => {
    if (node) node.hidden = true;
  };

  const draw = (isSame) => {
    const was = isSame && box?.checked;
    node?.remove();
    box = element("input");
    box.type = "checkbox";
    box.id = "parlor-subscribe";
    box.checked = !!was; // theirs, where the panel was drawn anew around it
    const label = element("label", "", asked.text, " ", element("small", "", loader.words.form_optional));
    label.htmlFor = box.id;
    label.dir = "auto";
    node = element("div", "agree", box, label);
    for (const type of ["input", "keyup", "keypress"]) node.addEventListener(type, (event) => event.stopPropagation());
    // The panel takes both for something else.
    node.addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && event.stopPropagation());
    root.querySelector(".foot .field").before(node);
    if (label.scrollHeight > label.clientHeight) label.tabIndex = 0;
  };

  const place = () => {
    if (!asked || (loader.place[0] && !asked.again)) return hide();
    const text = JSON.stringify(asked);
    const now = text + loader.words.language;
    if (now != drawn || !node?.isConnected) draw(drawn?.startsWith(text));
    drawn = now;
    node.hidden = false;
  };

  const look = async () => {
    const mine = (at = Date.now());
    const answer = await own(loader, "subscriptions", { chatflow });
    guard(() => {
      if (mine != at || taken) return;
      asked = answer?.asked;
      place();
    })();
  };

  const update = ({ c, u }) => {
    const isOther = c != chatflow;
    chatflow = c;
    if (isOther || (taken && taken[0] != loader.place[0])) taken = null;
    if (isOther) asked = null;
    if (!u || taken || isOther) hide();
    if (!u || taken) return;
    if (isOther || Date.now() - at > FRESH) return void look();
    place();
  };

  const sent = withNext(loader, host, () => {
    if (!isThere() || !box.checked) return;
    const { subscription, version } = asked;
    taken = [loader.place[0]];
    asked = null;
    at = 0;
    box.checked = false;
    hide();
    return { communication: { subscription, version, language: loader.words.language } };
  });
  loader.undo.push(() => {
    node?.remove();
    loader.box = null;
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other != sheet);
  });

  return {
    update,
    /** The edge knows no such text: the message can go without it, and what there is now is asked. */
    refused: ({ ref }) => {
      if (!sent[ref]?.communication) return;
      delete sent[ref].communication;
      taken = null;
      look();
    },
  };
};
