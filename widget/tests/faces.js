// A root with faces in it, and an edge that has one picture, and one that is none.

const undo = [];
const asked = [];
let root;
let watched = 0;

/** What the loader would hand over. */
export const begin_faces = () => {
  const host = document.createElement("div");
  document.body.append(host);
  root = host.attachShadow({ mode: "closed" });
  const load = window.fetch;
  window.fetch = async (address) => {
    const name = new URL(address).searchParams.get("name");
    asked.push(name);
    if (name == "Lost") throw new TypeError("no connection");
    if (name == "Broken") return new Response("no picture");
    if (name != "Anna Keller & Söhne") return new Response(null, { status: 204 });
    const canvas = document.createElement("canvas");
    canvas.width = 300;
    canvas.height = 100;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ff0000";
    pen.fillRect(0, 0, 300, 100);
    pen.fillStyle = "#0000ff";
    pen.fillRect(100, 0, 100, 100);
    return new Response(await new Promise((done) => canvas.toBlob(done)));
  };
  undo.push(() => (window.fetch = load), () => host.remove());
  const guard = (f) => (event) => (watched++, f(event));
  return { root, guard, edge: "https://edge.test", account: "demo", undo };
};

export const end_faces = () => undo.splice(0).reverse().forEach((step) => step());

export const put_face = (face) => root.append(face);

/** The colour in the middle and at the edge of the last face's picture, or its initials. */
export const last_face = () => {
  const face = root.lastElementChild;
  const canvas = face.firstElementChild;
  if (!canvas) return face.textContent;
  const pen = canvas.getContext("2d");
  const at = (x) => [...pen.getImageData(x, canvas.height / 2, 1, 1).data].slice(0, 3).join();
  return at(canvas.width / 2) + " " + at(1);
};

export const asked_for = () => asked.join("|");

/** Until nothing moves any more. */
export const faces_rest = async () => {
  for (let seen = -1; seen != asked.length + watched; ) {
    seen = asked.length + watched;
    for (let n = 0; n < 4; n++) await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  }
};
