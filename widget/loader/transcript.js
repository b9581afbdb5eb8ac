// A conversation as text: who said what and when, on the reader's clock. A pure function of its log.

import { fill } from "./draw.js";

/** The text of `entries`, the whole log of `thread` as the list tells it, with days as `lang` has them. */
export const transcript = (words, lang, thread, entries) => {
  const locale = (navigator.languages || []).find((tag) => tag.split("-")[0] == lang.split("-")[0]) || lang;
  const format = (options) => new Intl.DateTimeFormat(locale, options);
  const day = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const time = format({ hour: "numeric", minute: "2-digit" });
  const lines = [fill(words.transcript_title, { with: thread.heading || thread.agent || location.host }), location.origin];
  let date;
  for (const { at, from, body } of entries) {
    const said = line(words, from, body);
    if (said == null) continue;
    const today = day.format(at);
    if (today != date) lines.push("", (date = today), "");
    lines.push(time.format(at) + "  " + said);
  }
  return lines.join("\n") + "\n";
};

const line = (words, from, body) => {
  const name = from.kind == "visitor" ? words.you : from.name;
  // What goes on below stands under its own beginning.
  if (body.kind == "text") return name ? name + ": " + body.text.replace(/\r?\n/g, "\n    ") : null;
  if (body.kind == "closed") return words.transcript_closed;
  if (body.kind == "reopened") return words.transcript_reopened;
  if (body.kind == "assigned" && body.agent) return fill(words.transcript_joined, { name: body.agent.name });
  return null;
};
