// What the chunks do with words.

/** A text with what stands in its places: `{name}`. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
