// A Worker that stands in for the edge: it answers what the supervisor asks and remembers what it was asked,
// so that the supervisor's tests need neither the wasm build nor what the edge does.
import { DurableObject } from "cloudflare:workers";

export class Account extends DurableObject {
  async fetch(request) {
    const asked = (await this.ctx.storage.get("asked")) ?? [];
    if (request.method === "POST") {
      asked.push(await request.text());
      await this.ctx.storage.put("asked", asked);
    }
    return Response.json(asked);
  }
}

export class Threads extends DurableObject {
  async fetch(request) {
    if (request.headers.get("upgrade") === "websocket") {
      const [client, server] = Object.values(new WebSocketPair());
      this.ctx.acceptWebSocket(server);
      return new Response(null, { status: 101, webSocket: client });
    }
    for (const socket of this.ctx.getWebSockets()) {
      socket.send('{"t":"going_away"}');
      socket.close(1012, "drain");
    }
    return new Response(null, { status: 204 });
  }
  webSocketMessage() {}
  webSocketClose() {}
  webSocketError() {}
}

export class Directory extends DurableObject {}
export class Inbox extends DurableObject {}
export class Files extends DurableObject {}

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const account = env.ACCOUNT.get(env.ACCOUNT.idFromName("one"));
    const threads = env.THREADS.get(env.THREADS.idFromName("one"));
    // Set up from the start, unless the supervisor wants a link for it.
    if (pathname === "/healthz") return Response.json({ ok: true, set_up: env.PARLOR_SETUP_SECRET === null });
    if (pathname === "/asked") return account.fetch("https://object/");
    if (pathname === "/socket") return threads.fetch(request);
    if (request.headers.get("x-parlor-internal") !== env.PARLOR_INTERNAL_SECRET) {
      return new Response(null, { status: 404 });
    }
    const body = await request.text();
    if (pathname === "/internal/seed" && body.includes("refuse-me")) {
      const error = { code: "text_too_long", message: "chatflows[1].name: not that one", field: "chatflows[1].name" };
      return Response.json({ error }, { status: 413 });
    }
    await account.fetch("https://object/", { method: "POST", body: pathname });
    if (pathname === "/internal/drain") return threads.fetch("https://object/");
    if (pathname === "/internal/identify") return Response.json({ token: "signed" });
    return Response.json({ ok: true });
  },
};
