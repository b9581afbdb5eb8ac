// The words of the chunks, in the page's language.

import en from "../texts/en.json";
import de from "../texts/de.json";

/** All words for a language tag; English where we do not speak it. */
export const wordsOf = (lang) => (/^de\b/i.test(lang) ? de : en);

/** A text with what stands in its places: `{name}`. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
