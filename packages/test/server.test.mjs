// The packages where there is no page: importing and rendering touch nothing, and what is not there is said.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { connect } from "parlor-chat";
import { hold } from "parlor-chat/hold";
import { ParlorChat as OfElement } from "parlor-element";
import { ParlorChat as OfReact, useParlor as inReact } from "parlor-react";
import { ParlorChat as OfVue, useParlor as inVue } from "parlor-vue";
import { build, transform } from "esbuild";
import { createElement } from "react";
import { renderToString as react } from "react-dom/server";
import { compile } from "svelte/compiler";
import { createSSRApp, h } from "vue";
import { renderToString as vue } from "vue/server-renderer";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const props = { edge: "https://chat.example.com", account: "demo", visitor: "v1.a.b", attributes: { plan: "pro" } };

test("nothing is on the global object after importing", () => {
  assert.equal(globalThis.window, undefined);
  assert.equal(globalThis[Symbol.for("parlor")], undefined);
  assert.equal(typeof OfElement, "function");
});

test("connecting without a page is refused, and holding troubles nobody", async () => {
  await assert.rejects(connect(props), /needs a page/);
  const held = hold(props);
  await assert.rejects(held.chat, /needs a page/);
  held.release();
});

test("React renders nothing, or the place", () => {
  const Asks = () => createElement("p", null, String(inReact(props)));
  assert.equal(react(createElement(OfReact, props)), "");
  assert.equal(react(createElement(OfReact, { ...props, inline: true })), "<div></div>");
  assert.equal(react(createElement(Asks)), "<p>null</p>");
});

test("Vue renders nothing, or the place", async () => {
  const asks = { setup: () => (chat => () => h("p", String(chat.value)))(inVue(props)) };
  assert.equal(await vue(createSSRApp({ render: () => h("main", [h(OfVue, { ...props, inline: true }), h(asks)]) })), "<main><div></div><p>null</p></main>");
  assert.equal(await vue(createSSRApp({ render: () => h("main", [h(OfVue, props)]) })), "<main><!----></main>");
});

test("Svelte renders nothing, or the place; a store that is subscribed to asks for nothing", async () => {
  const server = {
    name: "svelte",
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.svelte$/ }, ({ path }) => ({
        contents: compile(readFileSync(path, "utf8"), { filename: path, generate: "server" }).js.code,
      })),
  };
  const folder = mkdtempSync(here("./.svelte-"));
  try {
    const out = join(folder, "svelte.mjs");
    const contents = 'export { ParlorChat, parlor } from "parlor-svelte"; export { render } from "svelte/server";';
    await build({ stdin: { contents, resolveDir: here(".") }, outfile: out, bundle: true, format: "esm", platform: "node", plugins: [server], logLevel: "error" });
    const { ParlorChat, parlor, render } = await import(pathToFileURL(out));
    const body = (more) => render(ParlorChat, { props: { ...props, ...more } }).body.replace(/<!--.*?-->/g, "");
    assert.equal(body({}), "");
    assert.equal(body({ inline: true }), "<div></div>");
    const seen = [];
    parlor(props).subscribe((chat) => seen.push(chat))();
    assert.deepEqual(seen, [null]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the door weighs less than 1,500 bytes, without a comment", async () => {
  const { code } = await transform(readFileSync(here("../parlor/index.js"), "utf8"), { minify: true, format: "esm" });
  assert.ok(code.length < 1_500, `${code.length} bytes`);
});

test("what is published names what is there, and no package brings its framework along", () => {
  const folders = ["parlor", "element", "react", "vue", "svelte"];
  for (const folder of folders) {
    const named = JSON.parse(readFileSync(here(`../${folder}/package.json`), "utf8"));
    const files = readdirSync(here(`../${folder}`));
    const exported = Object.values(named.exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)));
    for (const file of exported) assert.ok(files.includes(file.slice(2)), `${folder}: ${file}`);
    assert.equal(named.dependencies, undefined, folder);
    assert.equal(named.license, "(Apache-2.0 OR MIT)");
    assert.ok(files.includes("README.md"), folder);
    const source = readFileSync(here(`../${folder}/index.js`), "utf8");
    for (const [, from] of source.matchAll(/^(?:import|export) .* from "([^./"][^"]*)"/gm)) {
      const name = from.split("/")[0];
      assert.ok(named.peerDependencies?.[name], `${folder} imports ${name}`);
    }
  }
});
