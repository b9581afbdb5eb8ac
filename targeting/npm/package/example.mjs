// Run it: node example.mjs
import { compile } from "parlor-targeting";
import { RuleBook } from "parlor-targeting/runtime";

/** @type {import("parlor-targeting").Chatflow[]} */
const chatflows = [
  {
    id: "pricing",
    include: [
      { op: "starts_with", value: "www.example.com/pricing" },
      { op: "query", name: "plan", value: "pro" },
    ],
    exclude: [{ op: "contains", value: "/legal" }],
    audience: { hide_for_lists: ["churned"] },
  },
  { id: "blog", include: [{ op: "is", value: "www.example.com/blog/*" }], audience: { who: "anonymous" } },
];

const book = compile(chatflows);

// Which chatflow does this page view get?
const decision = book.decide("https://www.example.com/pricing?utm_source=ad");
console.log(decision.show, decision.rule, decision.record);

// And why does that one get none?
const trace = book.explain("https://www.example.com/pricing", { known: true, lists: ["churned"] });
for (const { id, ...rest } of trace.chatflows) {
  console.log(id, rest.verdict, "clause" in rest ? rest.clause : "");
}

// What a browser would load: the rules of one audience as bytes, and a far smaller module to decide with them.
const forAnybody = new RuleBook(book.subBook({ known: false }));
console.log(forAnybody.decide("https://www.example.com/blog/a-post"));

// What cannot be read says where it is.
try {
  compile([{ id: "broken", include: [{ op: 7 }] }]);
} catch (error) {
  console.log(error.name, error.code, error.field);
}
