// A small single-page app over real pages: links marked with data-route swap the page's content and move the address
// with pushState, the filter moves it with replaceState, the hash links leave both to the browser. Without this
// script, or after a reload, every address is a page of its own.
const parser = new DOMParser();

async function show(address, focus) {
  const response = await fetch(address);
  const page = parser.parseFromString(await response.text(), "text/html");
  // The visitor may have gone on while the page was under way.
  if (location.pathname !== new URL(address).pathname) return;
  document.title = page.title;
  for (const part of ["main", ".about"]) {
    document.querySelector(part).replaceWith(page.querySelector(part));
  }
  reflectFilter();
  if (focus) {
    const heading = document.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
    scrollTo(0, 0);
  }
}

function reflectFilter() {
  const isOn = new URLSearchParams(location.search).has("under");
  for (const button of document.querySelectorAll("[data-filter]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn));
  }
  for (const gift of document.querySelectorAll("[data-price]")) {
    gift.hidden = isOn && Number(gift.dataset.price) > 50;
  }
}

let path = location.pathname;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-route]");
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (link && isPlain) {
    event.preventDefault();
    history.pushState(null, "", link.href);
    path = location.pathname;
    show(location.href, true);
    return;
  }
  if (event.target.closest("[data-filter]")) {
    const isOn = new URLSearchParams(location.search).has("under");
    history.replaceState(null, "", location.pathname + (isOn ? "" : "?under=50") + location.hash);
    reflectFilter();
  }
});

addEventListener("popstate", () => {
  // A hash link fires popstate too, and changes no page.
  if (location.pathname === path) reflectFilter();
  else show(location.href, false);
  path = location.pathname;
});

reflectFilter();
