// The packages in real Chromium: each framework as it is shipped, against a stand-in of the account's script.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "svelte/compiler";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const svelte = {
  name: "svelte",
  setup(build) {
    build.onLoad({ filter: /\.svelte$/ }, ({ path }) => {
      const { js, warnings } = compile(readFileSync(path, "utf8"), { filename: path, generate: "client" });
      return { contents: js.code, warnings: warnings.map(({ message }) => ({ text: message })) };
    });
  },
};

const page = await build({
  entryPoints: [here("browser/main.js")],
  bundle: true,
  write: false,
  format: "esm",
  logLevel: "warning",
  conditions: ["svelte", "browser"],
  define: {
    "process.env.NODE_ENV": '"development"',
    __VUE_OPTIONS_API__: "true",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  plugins: [svelte],
});
assert.deepEqual(page.warnings, []);

const results = await new Promise((done, failed) => {
  const fake = readFileSync(here("fake.js"));
  const server = createServer((request, response) => {
    const answer = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
    if (request.method === "POST") {
      const parts = [];
      request.on("data", (part) => parts.push(part)).on("end", () => {
        response.end();
        done(JSON.parse(Buffer.concat(parts)));
      });
    } else if (request.url === "/") answer("text/html", '<!doctype html><title>packages</title><script type="module" src="/page.js"></script>');
    else if (request.url === "/page.js") answer("text/javascript", page.outputFiles[0].text);
    else if (/^\/embed\/(?!missing)/.test(request.url)) answer("text/javascript", fake);
    else response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1", () => {
    const profile = mkdtempSync(join(tmpdir(), "parlor-packages-"));
    const words = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-port=0",
      `--user-data-dir=${profile}`, `http://127.0.0.1:${server.address().port}/`];
    const browser = spawn(process.env.CHROMIUM ?? "chromium", words, { stdio: "ignore" });
    const ended = new Promise((gone) => browser.on("exit", gone));
    const late = setTimeout(() => failed(new Error("the page told nothing for 40 seconds")), 40_000);
    browser.on("error", failed);
    after(async () => {
      clearTimeout(late);
      browser.kill("SIGKILL");
      server.close();
      server.closeAllConnections();
      await ended;
      // Its children end a moment after it.
      rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
    });
  });
});

test("every case ran", () => assert.ok(results.length >= 14, JSON.stringify(results)));
for (const { name, problem } of results) test(name, () => assert.equal(problem, null));
