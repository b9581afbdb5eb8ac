// What a widget meets in the wild, gathered on one page: prototypes extended by old libraries, globals wrapped by
// monitoring scripts, and hot keys that do not ask where the keystroke came from. Each one has been seen on real sites.

// Prototype.js 1.6: every array serialises as a string inside JSON.
Array.prototype.toJSON = function () {
  return "[" + Array.from(this, (item) => JSON.stringify(item)).join(",") + "]";
};
// Enumerable additions: `for … in` over anything meets them.
Array.prototype.last = function () {
  return this[this.length - 1];
};
Object.prototype.extend = function (more) {
  return Object.assign(this, more);
};

// A session recorder that wants to see into every shadow root.
const attachShadow = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  return attachShadow.call(this, { ...init, mode: "open" });
};

// A monitor that wraps fetch and forgets that its first argument may be a Request or a URL.
const send = window.fetch;
window.fetch = function (address, init) {
  performance.mark("fetch " + String(address));
  return send.call(this, address, init);
};

// Hot keys: "/" jumps to the search, Escape goes up. A keystroke in a shadow root shows only its host as the target.
document.addEventListener("keydown", (event) => {
  if (/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("#search").focus();
  }
  if (event.key === "Escape") scrollTo(0, 0);
});
