// What a page gets in place of the loader where nothing is for it: it brings the loader once the visitor goes somewhere else
// inside the page, or the page asks for its chat. Most pages of most sites have no chat, and pay for no more than this.
//
// The edge sends it where it knew the page's address and nothing depends on circumstances. Whatever else may make another
// decision of it - a visitor who is known, a fragment, an address that the edge did not see - is the loader's to judge, so
// that it comes at once. Runs in somebody else's page, as loader.js says.
(() => {
  const MARK = Symbol.for("parlor");
  if (window[MARK]) return;

  const begin = (boot) => {
    const of = (name) => Object.getOwnPropertyDescriptor(Document.prototype, name).get.call(document);
    const stop = new AbortController();
    const undo = [() => stop.abort()];
    let waking;
    // The loader takes over: what it does is as if it had come in the first place.
    const wake = () =>
      (waking ||= import(boot.e + __LOADER_JS__).then(
        ({ load }) => {
          undo.forEach((step) => step());
          delete window[MARK];
          load(boot);
        },
        (error) => {
          waking = null;
          throw error;
        },
      ));
    const soon = () => void wake().catch(() => {});
    const chat = () => wake().then(() => window[MARK].chat());
    Object.defineProperty(window, MARK, { value: { decision: boot.i, chat }, configurable: true });

    const where = () => location.href.replace(/(#hs-chat-open|[#&]parlor-explain=.*)$/, "").split("#");
    const [page, fragment] = where();
    let hash = 0x811c9dc5;
    for (const c of page) hash = Math.imul(hash ^ c.charCodeAt(), 0x1000193);
    let known;
    try {
      known = localStorage.getItem("parlor:" + boot.a);
    } catch {}
    const script = of("currentScript");
    if (
      known ||
      parseInt(boot.h, 16) != hash >>> 0 ||
      (boot.f && fragment) ||
      /parlor-explain=/.test(location.hash) ||
      (script && script.matches("#hs-script-loader,[data-drop-in],[data-analytics],[data-visitor]")) ||
      window.hsConversationsSettings ||
      window.hsConversationsOnReady ||
      window._hsq
    )
      soon();

    const moved = () => {
      const [now, part] = where();
      if (now != page || (boot.f && part != fragment)) soon();
    };
    const on = (target, type) => target.addEventListener(type, moved, { signal: stop.signal });
    const navigation = window.navigation;
    if (window.Navigation && navigation instanceof Navigation) on(navigation, "currententrychange");
    else {
      for (const name of ["pushState", "replaceState"]) {
        const before = history[name];
        const after = function () {
          const result = before.apply(this, arguments);
          moved();
          return result;
        };
        history[name] = after;
        undo.push(() => history[name] == after && (history[name] = before));
      }
      on(window, "popstate");
    }
    on(window, "hashchange");
  };

  try {
    begin("__BOOT__");
  } catch {}
})();
