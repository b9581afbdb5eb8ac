// The loader: what one line on a page brings. It learns which chatflow, if any, this page view gets, draws the
// launcher, and fetches the rest when the page is idle or the visitor comes near. It knows nothing of messages.
//
// The page it runs in is somebody else's. So: it runs once, throws nothing, leaves no global but one symbol, asks the
// DOM through the prototypes (a page's `<form name="body">` shadows `document.body`), writes no style attribute and no
// style element, and stores nothing by itself: it only reads what an earlier act of the visitor left.
(() => {
  const MARK = Symbol.for("parlor");
  if (window[MARK]) return;
  const mark = {};
  Object.defineProperty(window, MARK, { value: mark, configurable: true });

  const OPEN = "#hs-chat-open";
  const NAMES = ["brand", "on-brand", "brand-hover", "brand-soft", "brand-line", "brand-text"];
  const CSS =
    ":host{}@media(prefers-color-scheme:dark){:host{}}" +
    ":host{all:initial!important;position:fixed!important;inset:auto 0 0 auto!important;width:0!important;" +
    "height:0!important;z-index:2147483000!important;color-scheme:light dark!important}" +
    "@media print{:host{display:none!important}}" +
    ".launcher{all:unset;box-sizing:border-box;position:fixed;display:grid;place-items:center;width:56px;height:56px;" +
    "bottom:calc(24px + env(safe-area-inset-bottom));inset-inline-end:calc(24px + env(safe-area-inset-right));" +
    "border-radius:50%;background:var(--brand);color:var(--on-brand);cursor:pointer;" +
    "box-shadow:0 0 0 1px #fff3,0 1px 3px #0003,0 8px 24px -4px #0004}" +
    "@media not (prefers-reduced-motion){.launcher{animation:i .3s ease-out}}" +
    "@keyframes i{from{transform:scale(.8)}}" +
    ".launcher.start{inset-inline:calc(24px + env(safe-area-inset-left)) auto}" +
    ".launcher:focus-visible{outline:2px solid #fff;box-shadow:0 0 0 4px var(--brand-text)}" +
    ".launcher svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}" +
    "@media(max-width:599px),(max-height:559px){.launcher{bottom:calc(16px + env(safe-area-inset-bottom));inset-inline-end:16px}" +
    ".launcher.start{inset-inline:16px auto}}" +
    "@media(forced-colors:active){.launcher{border:1px solid CanvasText;forced-color-adjust:none}}";
  const ICON = "M4 11.2C4 7.2 7.6 4 12 4s8 3.2 8 7.2-3.6 7.2-8 7.2c-.9 0-1.8-.1-2.6-.4L5 20l1-3.6C4.7 15.1 4 13.3 4 11.2Z";

  const stop = new AbortController();
  const undo = [() => stop.abort()];
  let dead;

  // The one way out for every failure: say it once, take everything back, be gone. Without one, whoever goes has a reason.
  const fail = (error) => {
    if (dead) return;
    dead = true;
    for (const step of undo) {
      try {
        step();
      } catch {}
    }
    try {
      if (error) console.warn("[chat] switched itself off: " + error);
    } catch {}
  };
  const guard = (f) => (event) => {
    if (dead) return;
    try {
      return f(event);
    } catch (error) {
      fail(error);
    }
  };

  const begin = (boot) => {
    const find = (selector, all = "") => Document.prototype["querySelector" + all].call(document, selector);
    // What pages ask for consent with is called like that. The chat never stands in front of it (aside.js).
    const banner = (all) => find("[id*=cookie i],[class*=cookie i],[id*=consent i],[class*=consent i]", all);
    const of = (name) => Object.getOwnPropertyDescriptor(Document.prototype, name).get.call(document);
    const element = (tag, space) =>
      Document.prototype.createElementNS.call(document, "http://www.w3.org/" + (space || "1999/xhtml"), tag);
    const on = (target, type, f) => target.addEventListener(type, guard(f), { signal: stop.signal });
    const small = matchMedia("(max-width:599px),(max-height:559px)");
    // The owner's choice, else the page's, else the browser's.
    const lang = () => shown?.t || of("documentElement").lang || navigator.language;
    const wording = () => __WIDGET_TEXTS__ + encodeURIComponent(lang());

    // Who is here. The page's own server may have signed a visitor in (`data-visitor`); what this browser stored counts
    // beside it only for the very same person (`sub`).
    const contact = (token) => {
      try {
        return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub;
      } catch {}
    };
    const script =
      of("currentScript") || find('script[src*="/embed/' + boot.a + '"]');
    let given = script && script.getAttribute("data-visitor");
    // What the other modules may use. The script's own API (chat.js) sets some of it: `href` is an address in place of the
    // page's, `off` hides everything, `tune` changes what is shown, `spot` is where, `top` what is put there, and `quiet`
    // says no circumstances.
    const api = {};
    const key = "parlor:" + boot.a;
    let record;
    const recall = () => {
      record = null;
      try {
        const stored = JSON.parse(localStorage.getItem(key));
        // A text, or undefined: whoever agreed and wrote nothing has a record without a token.
        const known = /^(s|un)/.test(typeof stored.k);
        if (known && !(given && contact(given) != contact(stored.k))) record = stored;
      } catch {}
    };
    recall();
    if (record) api.seed = record.j;
    const token = () => (record && record.k) || given || undefined;
    const runs = () => record && record.t && record.c;

    // Visits and pages are counted only where the visitor left a record by acting, else those of this page: half an hour
    // without a page ends a visit.
    let visits = 1;
    let views = 1;
    const write = (next) => {
      record = { ...next, v: visits, p: views, w: Date.now() };
      try {
        localStorage.setItem(key, JSON.stringify(record));
        return true;
      } catch {
        return false;
      }
    };
    if (record) {
      visits = (record.v | 0 || 1) + !(Date.now() - record.w < 18e5);
      views += record.p | 0;
      write(record);
    }

    // The circumstances of this page view, by the names that conditions have: said where there are conditions, and kept
    // nowhere. 256 characters are never more than 1,024 bytes, and half a character ends a text. What the page says of
    // its visitor never takes a name that is the browser's to fill.
    const landing = new URLSearchParams(location.search);
    const facts = () => {
      if (!boot.n || api.quiet) return;
      const said = {};
      const say = (name, value) => {
        const text = /^(st|nu|bo)/.test(typeof value) && /^[^\0\p{Cs}]{0,256}/u.exec(value)[0];
        if (text && /^[ -~]{1,64}$/.test(name)) said[name] = text;
      };
      const touch = matchMedia("(hover:none) and (pointer:coarse)").matches;
      say("device", touch ? (small.matches ? "mobile" : "tablet") : "desktop");
      say("language", navigator.language);
      say("referrer", of("referrer").split(/[?#]/)[0]);
      say("country", boot.q);
      say("region", boot.r);
      say("visits", visits);
      say("page_views", views);
      for (const [name, value] of landing) if (/^utm_/.test(name)) say(name.replace("_", "."), value);
      try {
        for (const [name, value] of Object.entries(window.parlor.attributes).slice(0, 54)) say("attribute." + name, value);
      } catch {}
      return said;
    };

    // The page as rules see it. `#hs-chat-open` is a word to this loader, and `parlor-explain` a permission: no part of
    // the address. They stay in the browser and change no decision.
    const address = () => api.href || location.href.replace(/(#hs-chat-open|[#&]parlor-explain=.*)$/, "");

    // One decision at a time. `winner` is what the rules gave; `shown` is what this screen may see of it.
    let turn = 0;
    let last;
    let winner;
    let shown;
    let version;
    let texts = new Map();
    let widget;
    let since = Date.now();
    let due;
    let revealed;

    // `fresh` is for a new thread: a running chat has no say in it.
    const ask = async (fresh) => {
      const mine = ++turn;
      let decision;
      try {
        const body = { u: address(), j: api.seed, k: token(), c: (fresh !== true && runs()) || undefined, f: facts() };
        const answer = await fetch(boot.e + "/v1/" + boot.a + "/decide", {
          method: "POST",
          credentials: "omit",
          body: JSON.stringify(body),
        });
        if (answer.ok) decision = await answer.json();
      } catch {}
      // The visitor has moved on meanwhile, or the edge could not be asked: what is on the page stays as it is.
      if (dead || mine != turn || !decision) return;
      if (decision.k && record) write({ ...record, k: decision.k });
      if (decision.b != version) texts = new Map();
      version = decision.b;
      settle(decision);
    };

    // What is told of the team (`v`) goes where its chatflow goes.
    const settle = ({ d = null, i, v }) => {
      // For support: the console makes this decision again. One that was made in the browser has no id.
      mark.decision = i;
      if (v) d.v = v;
      if (d) {
        texts.set(d.c, d);
        // Who was drawn to stand in the heading stays for this page, and for a visitor who acted longer.
        api.seed ??= d.j;
      }
      winner = d;
      adapt();
      reach();
    };

    // What is hidden on a screen like this is not shown at all. A launcher may wait for its moment: then the widget, which
    // knows it, calls for it.
    const adapt = () => {
      const at = small.matches ? 4 : 0;
      const open = winner && (winner.v?.shown == "nothing" ? 3 : winner.z ? winner.z[at] : at && !winner.s.l && 4);
      shown = open == 4 || api.off ? null : winner;
      due = shown && (open != 3 || revealed == shown.c || runs());
      if (due) draw();
      else api.top.remove();
      if (shown) wanted ? load() : rest();
      else if (shown === null) wanted = false;
      if (widget) present();
    };
    const present = () => {
      widget.show(shown && api.tune ? api.tune(shown) : shown, since);
      if (wanted && shown) wanted = widget.open();
    };
    const reveal = () => {
      revealed = shown && shown.c;
      adapt();
    };

    const reach = () => {
      if (shown && location.hash == OPEN) open();
    };

    const decide = (fresh) => {
      api.moves = true;
      stir();
      if (fresh !== true && runs() && winner) return; // a running chat goes where the visitor goes
      const id = widget && widget.decide(address(), facts());
      if (id === null || texts.has(id)) turn++, settle({ d: texts.get(id) });
      else return ask(fresh);
    };

    const moved = () => {
      const href = location.href;
      if (href == last) return;
      const before = last.split("#")[0];
      last = href;
      api.href = null;
      if (boot.f || before != href.split("#")[0]) {
        since = Date.now();
        views++;
        if (record) write(record);
        if (api.begun) decide();
      }
      reach();
    };

    // The launcher.
    const host = (api.top = element("div"));
    const root = host.attachShadow({ mode: "closed" });
    // A sheet belongs to one document; inside a frame there is another.
    let sheet;
    const dress = () => {
      sheet = new root.ownerDocument.defaultView.CSSStyleSheet();
      root.adoptedStyleSheets = [sheet];
    };
    dress();
    const launcher = element("button");
    const icon = element("svg", "2000/svg");
    const path = element("path", "2000/svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.setAttribute("aria-hidden", "true");
    icon.append(path);
    const label = element("b");
    launcher.append(icon);
    launcher.type = "button";
    launcher.setAttribute("aria-expanded", "false");
    root.append(launcher);
    on(launcher, "click", () => (widget ? widget.toggle() : open()));
    for (const name of ["pointerenter", "focus"]) on(launcher, name, () => load());
    undo.push(() => api.top.remove());

    const paint = (colors, rule) =>
      colors?.forEach((color, i) => rule.style.setProperty("--" + NAMES[i], "#" + color.replace("#", "")));

    const draw = () => {
      const body = api.spot || of("body");
      if (!body) return;
      // What differs from the usual look comes with the chatflow, its rules too.
      const { c = "", i = ICON, t = "", s = "" } = shown.k || {};
      sheet.replaceSync(CSS + c);
      path.setAttribute("d", i);
      label.textContent = t;
      t ? launcher.append(label) : label.remove();
      if (!widget) launcher.ariaLabel = t || boot.l || "Open chat"; // until the words have come
      paint(shown.l, sheet.cssRules[0]);
      paint(shown.m, sheet.cssRules[1].cssRules[0]);
      launcher.className = "launcher " + shown.o + " " + s;
      launcher.dir = /^(ar|fa|he|iw)\b/i.test(lang()) ? "rtl" : "ltr";
      if (api.top.parentNode == body) return;
      body.append(api.top);
      watch.disconnect();
      if (api.spot) return;
      watch.observe(of("documentElement"), { childList: true });
      watch.observe(body, { childList: true });
    };

    // A framework that swaps the body takes the host element with it: put it back, but never fight over it.
    let patience = 50;
    const watch = new MutationObserver(
      guard(() => {
        if (due && api.top.parentNode != of("body") && patience-- > 0) draw();
        if (ready && banner()) load();
      }),
    );
    undo.push(() => watch.disconnect());

    // The rest: glue, wasm and style come when the page has nothing better to do, or at once when they are wanted. Where
    // nothing but the launcher is to be seen, they only lie ready: most visitors never come near.
    let loading;
    let ready;
    let wanted;
    let tries = 0;
    Object.assign(api, {
      account: boot.a,
      edge: boot.e,
      lang,
      wording,
      banner,
      root,
      launcher,
      small,
      guard,
      fail,
      undo,
      token,
      record: () => record,
      recall,
      facts,
      visits,
      write,
      reveal,
      ask,
      host,
      script,
      load: () => load(),
      dress,
      adapt,
      decide,
      widget: () => widget,
      shown: () => shown,
      pending: () => loading && !widget,
      identify: (token) => {
        given = token;
        recall();
      },
      go: () => {
        api.begun = true;
        // The decision that came along is for the page the edge was told of: another page, a fragment the rules may ask
        // for, or a visitor who is known make it worthless.
        const [page, fragment] = address().split("#");
        let hash = 0x811c9dc5;
        for (const c of page) hash = Math.imul(hash ^ c.charCodeAt(), 0x1000193);
        version = boot.b;
        if (parseInt(boot.h, 16) == hash >>> 0 && !token() && !(boot.f && fragment)) settle(boot);
        else return ask();
      },
      // Takes down all but the launcher; what is shown next starts anew.
      quit: async () => {
        await loading;
        if (widget) widget.stop();
        widget = loading = wanted = null;
      },
    });
    const get = (path) => fetch(boot.e + path, { credentials: "omit" });
    const files = () => {
      api.spoken = lang();
      return [__WIDGET_WASM__, wording()].map(get);
    };
    const load = () => {
      if (loading) return;
      const rest = ready || files();
      ready = null;
      loading = Promise.all([import(boot.e + __WIDGET_JS__ + (tries ? "?" + tries : "")), ...rest])
        .then(([module, ...rest]) => module.start(api, ...rest))
        .then(
          (started) => {
            if (dead) return;
            widget = started;
            present();
            if (api.loaded) api.loaded();
          },
          // A lost connection may come back by the next click; a page that forbids WebAssembly stays without a chat.
          (error) => {
            loading = false;
            if (tries++ || !(error instanceof TypeError)) fail(error);
            else if (wanted) load();
          },
        )
        .catch(fail);
    };
    const stir = () => {
      if (ready) load();
    };
    const open = (api.open = () => {
      wanted = true;
      reveal();
    });
    // Whether nothing but the launcher is to be seen, and nothing is to be looked after.
    const isCalm = () => {
      try {
        return (
          // A page that forbids WebAssembly says so now.
          new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)) &&
          !(sdk || views > 1 || shown.p || shown.s.p || shown.z || banner()) &&
          // The launcher is called in the owner's language or the browser's until the words of another have come.
          (shown.t || lang().slice(0, 2) == navigator.language.slice(0, 2)) &&
          !/parlor:/.test(Object.keys(localStorage))
        );
      } catch {}
    };
    const prepare = () => {
      if (loading) return;
      if (!isCalm()) return load();
      ready = files();
      Promise.all([...ready, get(__WIDGET_JS__).then((glue) => glue.text())]).catch(load);
      // What is told of the team changes with the hour, and while nobody looks.
      if (!shown.v.shown) return;
      on(window, "focus", stir);
      setTimeout(stir, Math.min((shown.v.until || 1 / 0) - Date.now(), 1e9));
    };
    const rest = () => {
      if (loading != null) return;
      loading = false;
      const idle = guard(() => (window.requestIdleCallback || setTimeout)(guard(prepare)));
      if (of("readyState") == "complete") idle();
      else on(window, "load", idle);
    };

    // A link of the console explains this page: the widget's own script finds the permission and takes it out of the address.
    if (/parlor-explain=/.test(location.hash)) load();

    // In-page navigation, from every kind of router.
    last = location.href;
    const navigation = window.navigation;
    if (window.Navigation && navigation instanceof Navigation) {
      on(navigation, "currententrychange", moved);
    } else {
      for (const name of ["pushState", "replaceState"]) {
        const before = history[name];
        const after = function () {
          const result = before.apply(this, arguments);
          guard(moved)();
          return result;
        };
        history[name] = after;
        undo.push(() => history[name] == after && (history[name] = before));
      }
      on(window, "popstate", moved);
    }
    on(window, "hashchange", moved);
    on(window, "storage", (event) => event.key == key && (recall(), stir()));
    on(small, "change", adapt);
    if (boot.n) on(window, "parlor", decide);
    if (!of("body")) on(document, "DOMContentLoaded", () => due && draw());

    // The page may want to speak with the chat, or to be spoken to as by the original: a module of its own. Without it
    // the chat is there all the same.
    let sdk;
    mark.chat = () => (stir(), (sdk ||= import(boot.e + __SDK_JS__).then((module) => module.sdk(api))));
    const is = (selector) => script && script.matches(selector);
    if (
      (api.dropIn =
        is("#hs-script-loader,[data-drop-in]") ||
        window.hsConversationsSettings ||
        window.hsConversationsOnReady ||
        window._hsq) ||
      is("[data-analytics]")
    )
      mark.chat().catch(api.go);
    else if (!is("[data-manual]")) api.go();
  };

  guard(begin)("__BOOT__");
})();
