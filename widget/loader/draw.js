// Nodes for the scripts around the conversations. Text goes in as text; there is no way to markup. The page may have
// shadowed the names of `document`, so it is asked through its prototype.

const SVG = "http://www.w3.org/2000/svg";
const make = (space, tag) => Document.prototype.createElementNS.call(document, space, tag);

/** A new element: its class, and the text or nodes in it. */
export const element = (tag, name, ...content) => {
  const made = make("http://www.w3.org/1999/xhtml", tag);
  if (name) made.className = name;
  made.append(...content);
  return made;
};

/** A new icon of 16 by 16: one path. */
export const icon = (d) => {
  const svg = make(SVG, "svg");
  const path = make(SVG, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", d);
  svg.append(path);
  return svg;
};

/** A new button, with what happens when it is pressed. */
export const button = (loader, name, press, ...content) => {
  const made = element("button", name, ...content);
  made.type = "button";
  made.addEventListener("click", loader.guard(press));
  return made;
};

/** A round face with initials; decoration, since the name always stands beside it. */
export const face = (name) => {
  const words = name.split(/\s+/).filter((word) => word && word != "&");
  const letter = (word) => (word ? [...word][0] : "");
  const made = element("span", "face", letter(words[0]) + (words.length > 1 ? letter(words.at(-1)) : ""));
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("data-name", name);
  return made;
};

/** Adds a sheet of our own to the widget's, and gives it. A sheet belongs to one document: the one the chat stands in. */
export const dress = (loader, css) => {
  const sheet = new loader.root.ownerDocument.defaultView.CSSStyleSheet();
  sheet.replaceSync(css);
  loader.root.adoptedStyleSheets = [...loader.root.adoptedStyleSheets, sheet];
  return sheet;
};

/** The words with `{name}` filled in. */
export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/** What is typed or struck in here is not the composer's, and not the page's. Escape does what it is told. */
export const keep = (loader, node, escape) => {
  for (const kind of ["input", "keyup", "keypress"]) node.addEventListener(kind, (event) => event.stopPropagation());
  const struck = loader.guard((event) => {
    if (event.key == "Tab") return; // the panel's: on a small screen it goes round
    event.stopPropagation();
    if (event.key == "Escape" && !event.isComposing) {
      event.preventDefault();
      escape();
    }
  });
  node.addEventListener("keydown", struck);
};
