// Why this page gets this chat, or none: what a link of the console shows on the page itself, to whoever follows it.
// It is fetched only where the page's address held such a permission. It asks the edge once, and draws the answer in a
// closed shadow root beside a page that stays usable. Text is text here too: nothing that came from rules or addresses
// becomes anything else. Nothing is stored, and nothing is written to a log.

const CSS = `
:host{all:initial!important;position:fixed!important;inset:0 auto auto 0!important;width:0!important;height:0!important;
z-index:2147483001!important;color-scheme:light dark!important}
@media print{:host{display:none!important}}
*{box-sizing:border-box}
section{--ground:#fff;--sunk:#f1eee9;--text:#1b1a18;--dim:#5b574f;--line:#dcd7ce;--ring:#16614e;--good:#1c6b3c;
--soft:#e4f2e7;--warn:#7a4d05;--warm:#fdf1d8;position:fixed;inset-block:12px auto;inset-inline:12px auto;display:flex;
flex-direction:column;width:min(420px,calc(100vw - 24px));max-height:calc(100vh - 24px);max-height:calc(100dvh - 24px);
border:1px solid var(--line);border-radius:12px;background:var(--ground);color:var(--text);
font:14px/1.5 system-ui,sans-serif;box-shadow:0 1px 3px #00000029,0 12px 32px -8px #00000052}
@media(prefers-color-scheme:dark){section{--ground:#23211f;--sunk:#302d2a;--text:#f6f4f0;--dim:#b9b3a8;--line:#4a4640;
--ring:#7cc4ab;--good:#8fd3a5;--soft:#1d3627;--warn:#f0c878;--warm:#3a2e14}}
.head,.body{text-align:start}
.head{display:flex;gap:8px;align-items:center;padding:12px;padding-inline-start:16px;border-block-end:1px solid var(--line)}
h2{flex:1;margin:0;font-size:15px;line-height:1.35}
button{font:inherit;color:inherit;background:none;border:1px solid var(--dim);border-radius:8px;min-height:32px;
padding:2px 10px;cursor:pointer}
button:hover{background:var(--sunk)}
:focus-visible{outline:2px solid var(--ring);outline-offset:2px}
h2:focus-visible{outline:0}
.body{overflow:auto;overscroll-behavior:contain;padding:12px 16px 16px}
p{margin:0 0 8px}
.won{padding:8px 12px;border-radius:8px;background:var(--soft);color:var(--good);font-weight:600}
.none{background:var(--warm);color:var(--warn)}
dl{display:grid;grid-template-columns:auto 1fr;gap:2px 12px;margin:0 0 12px}
dt,.dim{color:var(--dim)}
dd{margin:0;min-width:0}
code{font:12px/1.5 ui-monospace,monospace;overflow-wrap:anywhere;unicode-bidi:isolate;direction:ltr}
ol,ul{margin:0;padding:0;list-style:none}
details{border-block-start:1px solid var(--line)}
summary{padding:8px 0;cursor:pointer}
summary b{overflow-wrap:anywhere}
summary span{display:block;padding-inline-start:1.1em;color:var(--dim)}
.is summary span{color:var(--good);font-weight:600}
ul{padding:0 0 8px 1.1em}
h3{margin:0 0 2px;padding-inline-start:1.1em;font-size:13px;color:var(--dim);font-weight:600}
.rules li{padding:4px 8px;margin-block-end:4px;border-radius:6px;background:var(--sunk)}
.rules .or{padding-block:0;background:none;color:var(--dim)}
.foot{display:flex;gap:8px;align-items:center;padding-block-start:12px;color:var(--dim);font-size:13px}
.foot span{flex:1}
@media(forced-colors:active){section{border-color:CanvasText}}`;

const EN = {
  title: "Why this page gets this chat",
  close: "Close",
  again: "Look again",
  asking: "Asking…",
  shown: "Shown here: ",
  nothing: "No chat is shown on this page.",
  running: "A chat is running in this browser. It goes where the visitor goes, whatever the rules say: ",
  small: "It is switched off for screens as small as this one.",
  later: "It is the one for this page, and waits for its moment (seconds, scrolling or leaving).",
  page: "Page",
  unusable: "not a web address: only rules for all pages match",
  who: "Visitor",
  anonymous: "anonymous: no identity token in this browser",
  known: "a known contact",
  id: "Decision",
  off: "switched off",
  needs_anonymous: "only for anonymous visitors, and this one is known",
  needs_known: "only for known contacts, and there is no identity token in this browser",
  needs_list: "only for members of lists that this contact is not on",
  no_list_chosen: "only for members of lists, and none is chosen: for nobody",
  hide_list: "hidden from members of a list that this contact is on",
  unknown_audience: "for an audience that this version does not know: for nobody",
  excluded: "exclusion {n} matches",
  no_include_matched: "no page rule matches",
  conditions: "its conditions do not hold",
  won: "shown: page rule {n} matches",
  everywhere: "shown: it has no page rule, so every page will do",
  shadowed: "would be shown, but “{by}” comes first",
  include: "Shown on (one is enough)",
  exclude: "Never on",
  when: "Only if (all of a group)",
  or: "or",
  matches: "matches",
  not: "does not match",
  compared: "compared: ",
  inert: "can never match: its value is no good",
  not_applicable: "does not apply to what is no web address",
  undecided: "cannot be decided here",
  tautology: "a negative rule beside others: together they match nearly every page",
  holds: "holds",
  fails: "does not hold",
  actual: "here: ",
  unknown: "not known",
  note: "Availability hides nothing: a chat is shown whether somebody is there or not. This link works until {t}.",
  session_expired: "This link is over. Make a new one in the console: Chatflows, Try a page.",
  unauthenticated: "This link is not for this site. Make a new one in the console: Chatflows, Try a page.",
  rate_limited: "Too many people look at once. Try again in a few seconds.",
  failed: "The answer did not come. Is this device online?",
  is: "is",
  is_not: "is not",
  contains: "contains",
  not_contains: "does not contain",
  starts_with: "begins with",
  not_starts_with: "does not begin with",
  matches_wildcard: "has the form",
  matches_regex: "matches the expression",
  query: "has the query parameter",
  all: "all pages",
  at_least: "is at least",
  at_most: "is at most",
  is_known: "is known",
  is_unknown: "is not known",
  never: "is something this version does not know",
};

const DE = {
  title: "Warum diese Seite diesen Chat zeigt",
  close: "Schließen",
  again: "Noch einmal prüfen",
  asking: "Wird gefragt …",
  shown: "Hier zu sehen: ",
  nothing: "Auf dieser Seite erscheint kein Chat.",
  running: "In diesem Browser läuft ein Chat. Er geht mit, was immer die Regeln sagen: ",
  small: "Für Bildschirme, die so klein sind wie dieser, ist er abgeschaltet.",
  later: "Er ist der für diese Seite und wartet auf seinen Moment (Sekunden, Scrollen oder Verlassen).",
  page: "Seite",
  unusable: "keine Web-Adresse: nur Regeln für alle Seiten treffen zu",
  who: "Besucher",
  anonymous: "anonym: kein Identitäts-Token in diesem Browser",
  known: "ein bekannter Kontakt",
  id: "Entscheidung",
  off: "ausgeschaltet",
  needs_anonymous: "nur für anonyme Besucher, und dieser ist bekannt",
  needs_known: "nur für bekannte Kontakte, und in diesem Browser ist kein Identitäts-Token",
  needs_list: "nur für Mitglieder von Listen, auf denen dieser Kontakt nicht steht",
  no_list_chosen: "nur für Mitglieder von Listen, und keine ist gewählt: für niemanden",
  hide_list: "verborgen vor Mitgliedern einer Liste, auf der dieser Kontakt steht",
  unknown_audience: "für eine Zielgruppe, die diese Version nicht kennt: für niemanden",
  excluded: "Ausschluss {n} trifft zu",
  no_include_matched: "keine Seitenregel trifft zu",
  conditions: "seine Bedingungen sind nicht erfüllt",
  won: "zu sehen: Seitenregel {n} trifft zu",
  everywhere: "zu sehen: ohne Seitenregel passt jede Seite",
  shadowed: "wäre zu sehen, aber „{by}“ kommt zuerst",
  include: "Zu sehen auf (eine genügt)",
  exclude: "Nie auf",
  when: "Nur wenn (alle einer Gruppe)",
  or: "oder",
  matches: "trifft zu",
  not: "trifft nicht zu",
  compared: "verglichen: ",
  inert: "kann nie zutreffen: der Wert taugt nicht",
  not_applicable: "gilt nicht für etwas, das keine Web-Adresse ist",
  undecided: "lässt sich hier nicht entscheiden",
  tautology: "eine verneinte Regel neben anderen: zusammen treffen sie auf fast jede Seite zu",
  holds: "erfüllt",
  fails: "nicht erfüllt",
  actual: "hier: ",
  unknown: "nicht bekannt",
  note: "Verfügbarkeit verbirgt nichts: Ein Chat erscheint, ob jemand da ist oder nicht. Dieser Link gilt bis {t}.",
  session_expired: "Dieser Link ist abgelaufen. In der Konsole gibt es einen neuen: Chatflows, Seite ausprobieren.",
  unauthenticated: "Dieser Link ist nicht für diese Website. In der Konsole gibt es einen neuen: Chatflows, Seite ausprobieren.",
  rate_limited: "Zu viele schauen gerade nach. In ein paar Sekunden noch einmal versuchen.",
  failed: "Die Antwort kam nicht. Ist dieses Gerät online?",
  is: "ist",
  is_not: "ist nicht",
  contains: "enthält",
  not_contains: "enthält nicht",
  starts_with: "beginnt mit",
  not_starts_with: "beginnt nicht mit",
  matches_wildcard: "hat die Form",
  matches_regex: "entspricht dem Ausdruck",
  query: "hat den Query-Parameter",
  all: "alle Seiten",
  at_least: "ist mindestens",
  at_most: "ist höchstens",
  is_known: "ist bekannt",
  is_unknown: "ist nicht bekannt",
  never: "ist etwas, das diese Version nicht kennt",
};

/** Explains the page. `loader` is what loader.js hands over, `permit` what the link carried; `shown` tells what is shown now. */
export const explain = (loader, permit, shown) => {
  const german = /^de/i.test(loader.lang());
  const words = german ? DE : EN;
  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const make = (tag, className, ...children) => {
    const made = Document.prototype.createElementNS.call(document, "http://www.w3.org/1999/xhtml", tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const button = (text, f) => {
    const made = make("button", "", text);
    made.type = "button";
    made.addEventListener("click", f);
    return made;
  };

  const host = make("div");
  const root = Element.prototype.attachShadow.call(host, { mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
  const close = () => host.remove();
  const heading = make("h2", "", words.title);
  heading.id = "title";
  heading.tabIndex = -1;
  const body = make("div", "body");
  body.setAttribute("aria-live", "polite");
  body.tabIndex = 0;
  const head = make("div", "head", heading, button(words.close, close));
  const panel = make("section", "", head, body);
  panel.lang = german ? "de" : "en";
  head.dir = body.dir = "ltr"; // as the words are; the panel itself follows the page, away from the launcher
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "title");
  panel.addEventListener("keydown", (event) => {
    event.stopPropagation(); // keys that are ours are no shortcuts of the page
    if (event.key == "Escape") close();
  });
  root.append(panel);

  const operator = (op) => words[op == "known" || op == "unknown" ? "is_" + op : op] || op;
  const rule = (it) => {
    const line = make("li", "", (it.matched ? "✓ " : "✗ ") + operator(it.op) + " ");
    if (it.op != "all") line.append(make("code", "", it.text));
    const flags = ["inert", "not_applicable", "undecided", "tautology"].filter((flag) => it[flag]);
    line.append(make("div", "dim", [words[it.matched ? "matches" : "not"], ...flags.map((flag) => words[flag])].join("; ")));
    if (it.compared) line.append(make("div", "dim", words.compared, make("code", "", it.compared)));
    return line;
  };
  const condition = (it) => {
    const line = make("li", "", it.holds ? "✓ " : "✗ ", make("code", "", it.fact), " " + operator(it.op) + " ");
    if (it.value) line.append(make("code", "", it.value));
    const actual = it.actual == null ? words.unknown : make("code", "", it.actual);
    line.append(make("div", "dim", words[it.holds ? "holds" : "fails"] + "; " + words.actual, actual));
    return line;
  };
  const part = (title, lines) => (lines.length ? [make("h3", "", title), make("ul", "rules", ...lines)] : []);

  const reason = (it, name) => {
    const n = (it.rule ?? 0) + 1;
    switch (it.verdict) {
      case "disabled":
        return words.off;
      case "audience":
        return words[it.clause] || it.clause;
      case "won":
        return it.rule == null ? words.everywhere : fill(words.won, { n });
      case "shadowed":
        return fill(words.shadowed, { by: name(it.by) });
      default:
        return fill(words[it.verdict] || it.verdict, { n });
    }
  };
  const chatflow = (it, name) => {
    const groups = (it.conditions || []).flatMap((group, i) => [
      ...(i ? [make("li", "or", words.or)] : []),
      ...group.map(condition),
    ]);
    const summary = make("summary", "", make("b", "", name(it.id)), make("span", "", reason(it, name)));
    const parts = [
      ...part(words.include, it.include.map(rule)),
      ...part(words.exclude, it.exclude.map(rule)),
      ...part(words.when, groups),
    ];
    const details = make("details", it.verdict == "won" ? "is" : "", summary, ...parts);
    details.open = it.verdict == "won";
    return make("li", "", details);
  };

  const show = ({ trace, names, decision, known, expires }) => {
    const name = (id) => names[id] || id;
    const record = loader.record();
    const running = record && record.t && record.c;
    const told = [];
    if (running) told.push(make("p", "won", words.running + name(running)));
    told.push(trace.show == null ? make("p", "won none", words.nothing) : make("p", "won", words.shown + name(trace.show)));
    if (trace.show != null && !running) {
      // Undefined while the widget was not told yet.
      if (shown() === null) told.push(make("p", "won none", words.small));
      else if (shown() && !loader.root.host.isConnected) told.push(make("p", "dim", words.later));
    }
    const facts = make("dl");
    for (const [term, what] of [
      [words.page, trace.page.usable ? make("code", "", trace.page.url) : words.unusable],
      [words.who, known ? words.known : words.anonymous],
      [words.id, make("code", "", decision)],
    ]) {
      facts.append(make("dt", "", term), make("dd", "", what));
    }
    const until = new Date(expires).toLocaleTimeString(loader.lang(), { timeStyle: "short" });
    const note = make("span", "", fill(words.note, { t: until }));
    body.replaceChildren(
      ...told,
      facts,
      make("ol", "", ...trace.chatflows.map((it) => chatflow(it, name))),
      make("div", "foot", note, button(words.again, ask)),
    );
  };

  const ask = async () => {
    body.replaceChildren(make("p", "dim", words.asking));
    let code = "failed";
    try {
      const asked = { token: permit, url: location.href.replace(/#hs-chat-open$/, ""), visitor: loader.token(), facts: loader.facts() };
      const answer = await fetch(loader.edge + "/v1/" + loader.account + "/explain", {
        method: "POST",
        credentials: "omit",
        body: JSON.stringify(asked),
      });
      const got = await answer.json();
      if (answer.ok) return show(got);
      code = got.error.code;
    } catch {}
    const over = code == "session_expired" || code == "unauthenticated";
    body.replaceChildren(make("p", "won none", words[code] || words.failed));
    if (!over) body.append(make("div", "foot", make("span"), button(words.again, ask)));
  };

  const place = Object.getOwnPropertyDescriptor(Document.prototype, "documentElement").get.call(document);
  place.append(host);
  heading.focus({ preventScroll: true });
  return ask();
};
