// The question how a conversation was, after it has ended: a score on the scale that the owner chose, and words if the
// visitor likes. Asked once for an end; what was answered may be changed while the page stands. The edge says whether there
// is something to ask, so that no tab asks what another has answered.

import { button, dress, element, fill, keep } from "./draw.js";

const CSS = `
.rating{flex:0 1 auto;min-height:0;overflow:auto;position:relative;margin:0 12px;padding:12px 14px;border:1px solid var(--line);
border-radius:12px;background:var(--raised);outline:0}
.rating p{margin:0 28px 8px 0;font-weight:600}
.rating p:dir(rtl){margin:0 0 8px 28px}
.rating .scores{display:flex;flex-wrap:wrap;gap:4px;margin:0;padding:0;border:0}
.rating .scores button{display:grid;place-items:center;min-width:36px;height:40px;padding:0 4px;border-radius:8px;
border:1px solid var(--control);font:600 14px/1 var(--font);font-variant-numeric:tabular-nums}
.rating .nps button{min-width:26px;flex:1 0 26px}
.rating .scores button:hover{background:var(--hover)}
.rating .scores [aria-checked=true]{background:var(--brand);border-color:var(--brand);color:var(--on-brand)}
.rating .ends{display:flex;justify-content:space-between;gap:8px;margin-block-start:4px;font:var(--small);color:var(--text-2)}
.rating label{display:block;margin-block:10px 4px;font:var(--small);color:var(--text-2)}
.rating textarea{all:unset;box-sizing:border-box;width:100%;min-height:60px;max-height:120px;padding:8px 10px;overflow:auto;
border:1px solid var(--control);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
.rating textarea:focus-visible{box-shadow:var(--ring)}
.rating .row{display:flex;align-items:center;gap:12px;margin-block-start:8px}
.rating .send{min-height:36px;padding:0 14px;border-radius:8px;background:var(--brand);color:var(--on-brand);font-weight:600}
.rating .said{flex:1;font:var(--small);color:var(--text-2)}
.rating .not{position:absolute;inset-block-start:6px;inset-inline-end:6px;width:32px;height:32px;display:grid;
place-items:center;border-radius:50%;color:var(--text-2)}
.rating .not:hover{background:var(--hover)}
.rating svg{width:18px;height:18px}
@media not (prefers-reduced-motion){.rating{animation:rise .22s var(--out)}}
@media(max-width:599px),(max-height:559px){.rating .scores button,.rating .send{min-height:44px}
.rating textarea{font-size:16px;line-height:24px}}
@media(forced-colors:active){.rating .scores [aria-checked=true]{background:Highlight;color:HighlightText;forced-color-adjust:none}}`;

const MOST = 1000; // code points of a comment
const SCORES = { stars: [1, 2, 3, 4, 5], thumbs: [0, 1], nps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };

/** What a scale's score is called, in whole words: what is heard, and for thumbs and stars what is seen. */
const named = (words, scale, score) =>
  scale == "thumbs"
    ? [words.rating_down, words.rating_up][score]
    : fill(scale == "stars" ? words.rating_stars : words.rating_of_ten, { n: score });

/**
 * The question about `thread` of the list (`thread.rating`): `node` to show, `remove` to end it. `send` takes a body for
 * the edge and answers whether it was kept.
 */
export const rating = (loader, words, thread, send, leave) => {
  if (!loader.hasRating) dress(loader, CSS);
  loader.hasRating = true;
  const { scale, question } = thread.rating;
  const { guard } = loader;
  const node = element("section", "rating");
  const title = element("p", "");
  title.setAttribute("role", "status");
  setTimeout(guard(() => (title.textContent = question)), 100); // said, because it came after its place
  title.id = "parlor-rating";
  title.dir = "auto";
  node.setAttribute("aria-labelledby", title.id);
  const said = element("span", "said");
  said.setAttribute("role", "status");

  let score = null;
  let turn = 0;
  const tell = async (comment) => {
    const mine = ++turn;
    const kept = await send({ score, ...(comment && { comment: loader.mask(comment) }) });
    if (mine == turn) said.textContent = kept ? words.rating_thanks : words.rating_failed;
    return kept;
  };

  // One of several: the arrows move within, Tab goes on.
  const group = element("div", "scores " + scale);
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-labelledby", title.id);
  const scores = SCORES[scale];
  const pick = (value) => {
    score = value;
    buttons.forEach((each, at) => {
      each.setAttribute("aria-checked", String(scores[at] == value));
      each.tabIndex = scores[at] == value ? 0 : -1;
    });
    more.hidden = false;
    tell(field.value.trim());
  };
  const buttons = scores.map((value) => {
    const shown = scale == "stars" ? "★" + value : scale == "thumbs" ? named(words, scale, value) : value;
    const made = button(loader, "", () => pick(value), String(shown));
    made.setAttribute("role", "radio");
    made.setAttribute("aria-checked", "false");
    made.setAttribute("aria-label", named(words, scale, value));
    return made;
  });
  buttons.forEach((each, at) => (each.tabIndex = at ? -1 : 0));
  group.append(...buttons);
  const moved = guard((event) => {
    const at = buttons.indexOf(loader.root.activeElement);
    const back = getComputedStyle(group).direction == "rtl" ? "ArrowRight" : "ArrowLeft";
    const step = { [back]: -1, ArrowUp: -1, ArrowDown: 1, [back == "ArrowLeft" ? "ArrowRight" : "ArrowLeft"]: 1 }[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
  group.addEventListener("keydown", moved);

  const field = element("textarea", "");
  field.id = "parlor-rating-words";
  field.setAttribute("dir", "auto");
  const label = element("label", "", words.rating_comment);
  label.htmlFor = field.id;
  const done = async () => {
    const text = field.value.trim();
    const excess = [...text].length - MOST;
    if (excess > 0) return void (said.textContent = fill(words.rating_long, { n: excess }));
    if (await tell(text)) finish();
  };
  const more = element("div", "", label, field);
  const row = element("div", "row", button(loader, "send", () => void done(), words.send), said);
  more.append(row);
  more.hidden = true;

  const finish = guard(() => {
    const again = button(loader, "", open, words.rating_change);
    again.className = "send";
    node.replaceChildren(title, row);
    row.replaceChildren(said, again);
    again.focus();
  });
  const open = () => {
    row.replaceChildren(button(loader, "send", () => void done(), words.send), said);
    said.textContent = "";
    more.append(row);
    draw();
    (buttons.find((each) => each.tabIndex == 0) || buttons[0]).focus();
  };
  const not = button(loader, "not", () => {
    if (score == null) send({});
    leave();
  }, "×");
  not.setAttribute("aria-label", words.rating_not);
  const ends = element("div", "ends", element("span", "", words.rating_least), element("span", "", words.rating_most));
  const draw = () => node.replaceChildren(title, group, ...(scale == "nps" ? [ends] : []), more, not);
  draw();
  keep(loader, node, () => {});
  return { node, remove: () => node.remove() };
};
