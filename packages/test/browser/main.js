// Runs every case of this page, one after the other, and leaves what came of it in the document.
import "./core.js";
import "./element.js";
import "./react.js";
import "./vue.js";
import "./svelte.js";
import { cases } from "./cases.js";

const results = [];
for (const [name, run] of cases) {
  document.body.replaceChildren();
  for (const script of [...document.scripts]) if (script.src.includes("/embed/")) script.remove();
  delete window[Symbol.for("parlor")];
  delete window.parlor;
  window.asked = [];
  const loud = [];
  const hear = (event) => loud.push(String(event.reason ?? event.message));
  addEventListener("unhandledrejection", hear);
  addEventListener("error", hear);
  let problem = null;
  try {
    await run();
    await new Promise((done) => setTimeout(done));
    if (loud.length) problem = "not caught: " + loud.join(", ");
  } catch (error) {
    problem = String(error);
  }
  removeEventListener("unhandledrejection", hear);
  removeEventListener("error", hear);
  results.push({ name, problem });
}
await fetch("/results", { method: "POST", body: JSON.stringify(results) });
