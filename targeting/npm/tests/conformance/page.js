// Decides every case here, in this browser, and hands the answers back.

/** The runtime's answer: an id, "-" for none, "?code" for what it lacks. */
function withoutFeatures(RuleBook, book, { url, visitor }) {
  // As a page would: the browser's own parser has read the address, and what it refuses is no page.
  const href = URL.canParse(url) ? new URL(url).href : "";
  const small = new RuleBook(book.subBook(visitor));
  try {
    return small.decide(href, Object.entries(visitor?.facts ?? {}).flat()) ?? "-";
  } catch (error) {
    return `?${error.code}`;
  } finally {
    small.free();
  }
}

/** Whole numbers that a number cannot hold are read, and written, as bigints. */
const large = (_, value, { source }) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(source) : value;
const written = (_, value) => (typeof value === "bigint" ? JSON.rawJSON(value) : value);

async function answers() {
  // From inside, so that a module that cannot be loaded is told, too.
  const { compile } = await import("./package/browser.js");
  const { RuleBook } = await import("./package/runtime-browser.js");
  const lines = (await (await fetch("cases")).text()).split("\n");
  return lines.filter((line) => line !== "").map((line) => {
    const question = JSON.parse(line, large);
    const book = compile(question.chatflows);
    const { record } = book.decide(question.url, question.visitor);
    const trace = book.explain(question.url, question.visitor);
    const runtime = withoutFeatures(RuleBook, book, question);
    book.free();
    return { record, trace, runtime };
  });
}

let body;
try {
  body = { answers: await answers() };
} catch (error) {
  body = { error: `${error?.stack ?? error}` };
}
await fetch("answers", { method: "POST", body: JSON.stringify(body, written) });
