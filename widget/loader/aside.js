// Where a page asks for consent at the foot of the window, the chat stands above it, and comes down again once the question is
// gone (N23). Knows that such banners hold to the window; not what they are called, nor what they ask.

/** Keeps the chat clear of the banners of the page, now and later. `loader` is what loader.js hands over. */
export const aside = ({ root, host, launcher, guard, undo, banner }) => {
  const banners = new Set();
  let sheet;
  const lift = guard(() => {
    if (sheet) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other != sheet);
    sheet = null;
    const own = launcher.getBoundingClientRect();
    if (!own.width) return;
    let top = innerHeight;
    for (const banner of banners) {
      const { left, right, top: begin, bottom } = banner.getBoundingClientRect();
      // Under the launcher, and no veil over the whole page: above that there is no room.
      const meets = left < own.right && right > own.left && bottom > own.top && begin < own.bottom;
      if (meets && begin > innerHeight / 3) top = Math.min(top, begin);
    }
    if (top == innerHeight) return;
    const usual = parseFloat(getComputedStyle(host).getPropertyValue("--y")) || 0;
    const by = Math.ceil(innerHeight - top + usual) + "px";
    sheet = new root.ownerDocument.defaultView.CSSStyleSheet();
    sheet.replaceSync(":host{--y:" + by + "}.launcher{margin-bottom:" + by + "}");
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  });
  // What is hidden, shown or taken away has another size then.
  const sizes = new ResizeObserver(lift);
  const look = guard(() => {
    for (const found of banner("All")) {
      if (banners.has(found) || !/fixed|sticky/.test(getComputedStyle(found).position)) continue;
      banners.add(found);
      sizes.observe(found);
    }
  });
  const watch = new MutationObserver(look);
  if (host.parentNode) watch.observe(host.parentNode, { childList: true });
  addEventListener("resize", lift);
  undo.push(() => {
    watch.disconnect();
    sizes.disconnect();
    removeEventListener("resize", lift);
    if (sheet) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other != sheet);
  });
  look();
};
