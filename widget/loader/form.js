// The form of a chatflow (P3, P4): what a visitor is asked before the first message of a conversation, above the composer,
// where that message is written. Fetched when somebody opens the panel of a chatflow that has one.
//
// What is asked, and whether an answer is good, is the edge's word (`/form`): what it knows of the visitor it does not ask,
// and expressions of an owner could keep a browser busy for ever. What was typed stays in this page until it is sent; then
// it goes in the frame of the message that it was sent with, and is kept with that message while it is on its way
// (next.js). Knows no message.

import { dress, element } from "./draw.js";
import { withNext } from "./next.js";
import { own } from "./own.js";

const FRESH = 60000; // what is asked may be something else by then: the team came, or went

const CSS = `
.fields{order:1;flex:none;margin-block-start:12px;padding:14px;border:1px solid var(--line);border-radius:12px;background:var(--raised)}
.fields>p{margin:0 0 12px;white-space:pre-wrap;overflow-wrap:anywhere}
.fields>div+div{margin-block-start:12px}
.fields label{display:block;margin-block-end:4px;font:500 13px/20px var(--font);overflow-wrap:anywhere}
.fields small{margin-inline-start:6px;font:var(--small);color:var(--text-3)}
.fields :is(input,select){all:unset;box-sizing:border-box;display:block;width:100%;min-height:40px;padding-inline:12px;
border:1px solid var(--control);border-radius:8px;background:var(--surface);color:var(--text);font:var(--read);
text-align:start;overflow:hidden;text-overflow:ellipsis}
.fields [dir=ltr]:dir(ltr){text-align:match-parent}
.fields select{appearance:auto;cursor:pointer;align-items:center}
.stream:has(>.fields)>.log{padding-block-start:12px}
.fields [type=date]{display:flex;align-items:center;cursor:text}
.fields [type=checkbox]{all:revert;flex:none;width:20px;height:20px;margin:0;accent-color:var(--brand)}
.fields .tick{display:flex;align-items:center;gap:10px;min-height:40px;cursor:pointer}
.fields .tick label{margin:0;cursor:pointer}
.fields :is(input,select):focus-visible{border-color:var(--brand-text);box-shadow:0 0 0 1px var(--brand-text);outline:0}
.fields [type=checkbox]:focus-visible{box-shadow:var(--ring)}
.fields :is(input,select)[aria-invalid=true]{border-color:var(--danger);box-shadow:0 0 0 1px var(--danger)}
.fields .no:not(:empty){margin-block-start:4px;font:var(--small);color:var(--danger)}
@media(prefers-color-scheme:dark){.widget:where(:not(.light)) .fields{color-scheme:dark}}
@media(max-width:599px),(max-height:559px){.fields :is(input,select),.fields .tick{min-height:44px;font-size:16px}}
@media(forced-colors:active){.fields [aria-invalid=true]{outline:2px solid Mark}}`;

const TYPES = { email: "email", phone: "tel", number: "number", date: "date", boolean: "checkbox" };
const TOKENS = { email: "email", name: "name", phone: "tel" };

/** Shows the form of chatflow `shown` where there is one to show, or what changed about it. */
export const form = (loader, widget, host, shown) => (loader.form ||= begin(loader, widget, host)).update(shown);

const begin = (loader, widget, host) => {
  const { root, guard } = loader;
  const sheet = dress(loader, CSS);
  const typed = {}; // what was typed into a field, whatever became of the field
  let chatflow;
  let node;
  let rows = [];
  let drawn; // what was asked last, as a text
  let at = 0;
  let passed; // what stands there is good, and goes with the next message
  let asking;
  let wrong; // the id of a message that was refused for what it brought

  const words = () => loader.words;
  const stream = () => root.querySelector(".stream");
  const writing = () => root.querySelector(".foot textarea");
  // An address is none of the numbers that are masked, nor is a telephone's (mask.js).
  const masked = (takes, text) => (takes == "email" || (takes == "phone" && text.replace(/\P{Nd}/gu, "").length < 16) ? text : loader.mask(text));
  const values = () =>
    rows.map(({ property, takes, value }) => ({ property, value: masked(takes, value()) })).filter(({ value }) => value);
  const isThere = () => node?.isConnected && !node.hidden;
  const ask = (more) => own(loader, "form", { chatflow, ...more });

  const tell = (row, text) => {
    row.no.textContent = text;
    row.control.setAttribute("aria-invalid", String(!!text));
  };
  /** Marks those that are not good (`why` by property), and goes to the first of them. */
  const refuse = (why) => {
    let first;
    for (const row of rows) {
      const told = why[row.property];
      const mail = row.takes == "email" && words().email_invalid;
      tell(row, !told ? "" : told == "missing" ? words().form_needed : mail || words().form_wrong);
      if (told) first ||= row;
    }
    if (first) {
      first.control.focus();
      first.box.scrollIntoView?.({ block: "nearest" });
    }
    return first;
  };
  /** What a browser sees by itself. */
  const check = () => {
    const why = {};
    for (const { property, control } of rows) {
      const { validity } = control;
      if (validity.valueMissing) why[property] = "missing";
      else if (!validity.valid) why[property] = "kind";
    }
    return !refuse(why);
  };

  const field = ({ property, label, takes, options, required }, n) => {
    const id = "parlor-field-" + n;
    const control = element(takes == "enumeration" ? "select" : "input", "");
    control.id = id;
    control.name = property;
    control.required = required;
    control.setAttribute("aria-describedby", id + "-no");
    if (takes == "enumeration") {
      const option = (value, text) => Object.assign(element("option", "", text), { value });
      control.append(option("", "–"), ...(options || []).map((text) => option(text, text)));
    } else {
      control.type = TYPES[takes] || "text";
      if (takes == "number") control.step = "any";
      if (TOKENS[takes]) control.autocomplete = TOKENS[takes];
      // Addresses and numbers run their own way, and stand where the lines begin.
      if (takes == "email" || takes == "phone") control.dir = "ltr";
      else if (control.type == "text") control.dir = "auto";
    }
    const isTick = takes == "boolean";
    const name = element("label", "", label);
    name.htmlFor = id;
    name.dir = "auto";
    if (!required) name.append(" ", element("small", "", words().form_optional));
    const no = element("div", "no");
    no.id = id + "-no";
    const box = element("div", "", ...(isTick ? [element("div", "tick", control, name), no] : [name, control, no]));
    const before = typed[property];
    if (before != null) isTick ? (control.checked = before == "true") : (control.value = before);
    const value = () => (isTick ? String(control.checked) : control.value.trim());
    const row = { property, takes, control, box, no, value };
    const changed = guard(() => {
      typed[property] = value();
      passed = false;
      if (no.textContent) tell(row, "");
      if (wrong) sent[wrong].form = values();
    });
    for (const type of ["input", "change"]) control.addEventListener(type, changed);
    return row;
  };

  const draw = (asked) => {
    const had = node?.contains(root.activeElement);
    node?.remove();
    rows = asked.fields.map(field);
    const intro = asked.intro && element("p", "", asked.intro);
    node = element("form", "fields", ...(intro ? [intro] : []), ...rows.map(({ box }) => box));
    node.noValidate = true;
    if (intro) {
      intro.id = "parlor-form";
      intro.dir = "auto";
      node.setAttribute("aria-labelledby", intro.id);
    } else node.setAttribute("aria-label", words().before_we_start);
    node.addEventListener("submit", guard((event) => event.preventDefault()));
    for (const type of ["input", "keyup", "keypress"]) node.addEventListener(type, (event) => event.stopPropagation());
    const struck = guard((event) => {
      if (event.key != "Enter" || event.isComposing || event.target.localName != "input") return;
      // The panel takes Enter for something else. Here it goes on: to what is missing, to the message, and away.
      event.preventDefault();
      event.stopPropagation();
      if (!check()) return;
      if (writing().value.trim()) root.querySelector(".foot .go").click();
      else writing().focus();
    });
    node.addEventListener("keydown", struck);
    stream().append(node);
    if (had) rows[0].control.focus();
  };

  /** Where the visitor begins: with the first field that is empty, unless they write already. */
  const face = () => {
    const top = stream();
    top.scrollTop += node.getBoundingClientRect().top - top.getBoundingClientRect().top - 12;
    const first = rows.find(({ control, takes }) => takes != "boolean" && !control.value) || rows[0];
    if (root.activeElement == writing() && !writing().value) first.control.focus({ preventScroll: true });
  };

  const hide = () => {
    if (node) node.hidden = true;
  };
  const isAnswered = () => loader.answered?.includes(chatflow) || loader.record()?.f?.includes(chatflow);

  const look = async () => {
    const mine = (at = Date.now());
    const { form } = (await ask()) || {};
    guard(() => {
      if (mine != at || loader.place[0] || isAnswered()) return;
      if (!form) return hide();
      const now = JSON.stringify([form, words().language]);
      if (now != drawn || !node?.isConnected) draw(form);
      drawn = now;
      node.hidden = false;
      if (loader.place[3]) face();
    })();
  };

  const update = ({ c, f }) => {
    const isOther = c != chatflow;
    chatflow = c;
    if (isOther) hide();
    if (!f || loader.place[0] || isAnswered()) return hide();
    if (isOther || Date.now() - at > FRESH || (node && !node.isConnected)) return void look();
    if (isThere()) face();
  };

  const sent = withNext(loader, host, () => {
    if (!passed || !isThere()) return;
    const given = values();
    loader.answered = [...(loader.answered || loader.record()?.f || []), chatflow];
    passed = false;
    hide();
    return given[0] && { form: given };
  });
  loader.undo.push(() => {
    loader.form = null;
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other != sheet);
  });

  const again = () => root.querySelector(".foot .go").click();

  return {
    update,
    /** Whether a message waits for what is asked. Where the edge cannot be reached it goes, and is judged when it arrives. */
    holds: () => {
      if (!isThere() || passed) return false;
      if (asking || !check()) return true;
      // Nothing leaves this page before it can be masked.
      if (!loader.mask) return loader.extra("ready", again), true;
      asking = true;
      ask({ form: values() }).then(
        guard((answer) => {
          asking = false;
          const why = Object.fromEntries((answer?.refused || []).map(({ property, why }) => [property, why]));
          if (refuse(why)) return;
          passed = true;
          again();
        }),
      );
      return true;
    },
    /** The edge refused a message for what it brought: it is asked again, and goes with what stands there then. */
    refused: ({ ref, field }) => {
      if (!sent[ref]?.form || !node) return;
      wrong = ref;
      loader.answered = loader.answered?.filter((other) => other != chatflow);
      node.hidden = false;
      if (!node.isConnected) stream().append(node);
      refuse({ [String(field).replace("form.", "")]: "kind" });
    },
  };
};
