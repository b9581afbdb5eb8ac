// What the package's functions answer, and how they refuse.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

// The package lies in the folder that this runs in.
const require = createRequire(`${process.cwd()}/`);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { compile, lint, RuleBook } = await load("parlor-targeting");
const runtime = await load("parlor-targeting/runtime");

/** The error that a call throws. */
function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

const ALL = [{ id: "w", include: [{ op: "all" }] }];

test("what has another shape is refused with code and field", () => {
  const book = compile(ALL);
  for (const [call, field] of [
    [() => compile(), "chatflows"],
    [() => compile(null), "chatflows"],
    [() => compile({ id: "w" }), "chatflows"],
    [() => compile([null]), "chatflows[0]"],
    [() => compile([{}]), "chatflows[0]"],
    [() => compile([{ id: 7 }]), "chatflows[0].id"],
    [() => compile([ALL[0], { id: "x", include: "all" }]), "chatflows[1].include"],
    [() => compile([{ id: "w", include: [{}] }]), "chatflows[0].include[0]"],
    [() => compile([{ id: "w", exclude: [{ op: "is", value: 7 }] }]), "chatflows[0].exclude[0].value"],
    [() => compile([{ id: "w", priority: 1.5 }]), "chatflows[0].priority"],
    [() => compile([{ id: "w", enabled: "yes" }]), "chatflows[0].enabled"],
    [() => compile([{ id: "w", audience: { lists: [1] } }]), "chatflows[0].audience.lists[0]"],
    [() => compile([{ id: "w", conditions: [[{ fact: "device" }]] }]), "chatflows[0].conditions[0][0]"],
    [() => book.decide(), "url"],
    [() => book.decide(new URL("https://x.example/")), "url"],
    [() => book.decide("https://x.example/", "vip"), "visitor"],
    [() => book.explain("https://x.example/", { lists: "vip" }), "visitor.lists"],
    [() => book.subBook({ facts: { visits: 3 } }), "visitor.facts.visits"],
    [() => new RuleBook(book.bytes).decide(7), "href"],
  ]) {
    const error = thrown(call);
    assert.ok(error instanceof Error);
    assert.equal(error.name, "TargetingError");
    assert.deepEqual([error.code, error.field], ["shape", field], error.message);
    assert.notEqual(error.message, "");
  }
});

test("a book is read or refused", () => {
  const { bytes, fingerprint } = compile(ALL);
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
  for (const { RuleBook: Reader } of [{ RuleBook }, runtime]) {
    assert.equal(new Reader(bytes).decide("https://x.example/"), "w");
    for (const wrong of [new Uint8Array(), bytes.slice(1), bytes.slice(0, -1), bytes.map((byte) => byte ^ 1)]) {
      assert.deepEqual([thrown(() => new Reader(wrong)).code], ["book"]);
    }
  }
});

test("what is absent, null or undefined means the same", () => {
  const full = { id: "w", priority: null, enabled: null, include: null, exclude: undefined, audience: null, conditions: null };
  assert.deepEqual(compile([full]).bytes, compile([{ id: "w" }]).bytes);
  const book = compile([full]);
  for (const visitor of [undefined, null, {}, { known: null, lists: null, facts: null }]) {
    assert.equal(book.decide("https://x.example/", visitor).show, "w");
  }
  assert.deepEqual(compile([{ id: "w", priority: 3n }]).bytes, compile([{ id: "w", priority: 3 }]).bytes);
});

test("an operator or an audience that is newer matches nobody", () => {
  for (const chatflow of [
    { id: "w", include: [{ op: "sounds_like", value: "x" }] },
    { id: "w", audience: { who: "left_handed" } },
  ]) {
    assert.equal(compile([chatflow]).decide("https://x.example/").show, null);
  }
});

test("notes tell of rules that are not what they seem", () => {
  const { notes } = compile([{ id: "w", include: [{ op: "is", value: "" }], exclude: [{ op: "is", value: "/a*" }] }]);
  assert.deepEqual(notes, [
    { chatflow: "w", list: "include", rule: 0, note: "inert", reason: "empty" },
    { chatflow: "w", list: "exclude", rule: 0, note: "wildcard_literal" },
  ]);
});

test("the lint finds what is legal and not meant", () => {
  const doubtful = [{ id: "w", include: [{ op: "is_not", value: "/a" }, { op: "is_not", value: "/b" }] }];
  const codes = lint(doubtful).map(({ code }) => code);
  assert.ok(codes.includes("rule_negative_or"), codes);
  const nowhere = lint([{ id: "w", include: [{ op: "is", value: "/nowhere" }] }], ["https://x.example/"]);
  assert.deepEqual(nowhere.map(({ code, place }) => [code, place]), [["rule_no_page", "include[0]"]]);
  assert.equal(thrown(() => lint(doubtful, "https://x.example/")).field, "pages");
  assert.deepEqual(lint([]), []);
});

test("traces are plain objects, as in JSON", () => {
  const trace = compile(ALL).explain("https://x.example/a");
  assert.deepEqual(JSON.parse(JSON.stringify(trace)), trace);
  assert.deepEqual(trace.chatflows[0].verdict, "won");
  assert.equal(trace.page.url, "https://x.example/a");
});

test("the runtime says what it lacks", () => {
  const { bytes } = compile([{ id: "w", include: [{ op: "matches_regex", value: "a+" }] }]);
  assert.equal(thrown(() => new runtime.RuleBook(bytes).decide("https://x.example/a")).code, "missing_regex");
  const facts = compile([{ id: "w", conditions: [[{ fact: "device", op: "is", value: "mobile" }]] }]);
  const book = new runtime.RuleBook(facts.bytes);
  assert.ok(book.needsFacts);
  assert.equal(thrown(() => book.decide("https://x.example/")).code, "missing_facts");
  assert.equal(book.decide("https://x.example/", ["device", "mobile"]), "w");
  assert.equal(book.decide("https://x.example/", []), undefined);
});
