// A panel without a widget, and an edge that asks what it is told to ask.

const undo = [];
const asked = [];
const answers = {};
let loader;
let host;
let watched = 0;
let next = 0;

/** What the loader and the widget would hand over. */
export const begin_box = () => {
  const outer = document.createElement("div");
  document.body.append(outer);
  const root = outer.attachShadow({ mode: "closed" });
  const [foot, field] = ["foot", "field"].map((name) => Object.assign(document.createElement("div"), { className: name }));
  field.append(document.createElement("textarea"));
  foot.append(field);
  root.append(foot);
  const load = window.fetch;
  window.fetch = async (address, { body }) => {
    asked.push(new URL(address).pathname + " " + body);
    return answers.asked === null ? new Response(null, { status: 500 }) : new Response(JSON.stringify(answers));
  };
  undo.push(() => (window.fetch = load), () => outer.remove());
  const guard = (f) => (...all) => (watched++, f(...all));
  const words = { language: "en", form_optional: "optional" };
  loader = { root, guard, edge: "https://edge.test", account: "demo", undo, words, place: [], token: () => "v1.me", socket: "/socket" };
  host = { id: () => "message-" + ++next, kept: (...message) => message };
  return loader;
};

export const end_box = () => {
  undo.splice(0).reverse().forEach((step) => step());
  answers.asked = undefined;
  asked.length = 0;
  next = 0;
};

export const box_host = () => host;

/** What the edge answers from now on: a text and its version; none: nothing is asked. */
export const edge_asks = (text, version, again) => {
  answers.asked = text ? { subscription: "letter", version, text, ...(again && { again }) } : undefined;
};

export const goes_to = (thread) => (loader.place = [thread || undefined]);

export const flow = (c, u) => (u ? { c, u } : { c });

const box = () => loader.root.querySelector(".agree:not([hidden])");

/** What stands there: the words, and whether it is ticked. */
export const seen = () => {
  const node = box();
  return node ? node.querySelector("label").textContent + (node.querySelector("input").checked ? " [x]" : " [ ]") : "";
};

export const tick = () => box().querySelector("label").click();

/** A message is sent: what goes with it, and what is kept with it. */
export const sends = () => {
  const id = host.id();
  const kept = host.kept(id)[8];
  return JSON.stringify([loader.filled[id]?.communication || null, kept?.communication?.version || null]);
};

export const refuses_last = () => loader.box.refused({ ref: "message-" + next });
export const goes_with_last = () => JSON.stringify(loader.filled["message-" + next]);

export const was_asked = () => asked.join("|");

/** Until nothing moves any more. */
export const box_rests = async () => {
  for (let before = -1; before != asked.length + watched; ) {
    before = asked.length + watched;
    for (let n = 0; n < 4; n++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
};
