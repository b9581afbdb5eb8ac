// People's pictures in place of their initials, where the account has pictures (H59). A face says whose it is by the name that
// stands beside it anyway; the edge gives the picture of that name, or none. Drawn on a canvas: no policy of a page speaks of
// those. What does not come, or is no picture, leaves the initials.

import { element } from "./draw.js";

const SIDE = 96; // pixels of the largest face, on a screen with two to the point

/** Gives every face of the widget its picture, now and later. `loader` is what loader.js hands over. */
export const faces = ({ root, guard, edge, account, undo }) => {
  const pictures = new Map();
  const fetched = async (name) => {
    const address = edge + "/v1/" + account + "/faces?name=" + encodeURIComponent(name);
    const answer = await fetch(address, { credentials: "omit" });
    return answer.status == 200 ? createImageBitmap(await answer.blob()) : null;
  };
  const picture = (name) => {
    if (!pictures.has(name)) pictures.set(name, fetched(name).catch(() => null));
    return pictures.get(name);
  };
  const seen = new WeakSet();
  const draw = async (face) => {
    const found = await picture(face.getAttribute("data-name"));
    if (!found || !face.isConnected) return;
    const canvas = element("canvas");
    canvas.width = canvas.height = SIDE;
    // The middle of it, as much as is square.
    const side = Math.min(found.width, found.height);
    const [left, top] = [(found.width - side) / 2, (found.height - side) / 2];
    canvas.getContext("2d").drawImage(found, left, top, side, side, 0, 0, SIDE, SIDE);
    face.replaceChildren(canvas);
  };
  const look = guard(() => {
    for (const face of root.querySelectorAll(".face[data-name]")) {
      if (seen.has(face)) continue;
      seen.add(face);
      draw(face).catch(() => {}); // a canvas that cannot be drawn on
    }
  });
  const watch = new MutationObserver(look);
  watch.observe(root, { childList: true, subtree: true });
  undo.push(() => watch.disconnect());
  look();
};
