// The least that can be done with a message: commit one row, then answer. A hello is answered only. What the product does
// beside it is its price.
import { DurableObject } from "cloudflare:workers";

export class Bare extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID");
  }
  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(socket, text) {
    if (text !== "hello") this.ctx.storage.sql.exec("INSERT INTO rows VALUES (?, ?)", text, text);
    socket.send(text);
  }
  webSocketClose(socket) {
    socket.close();
  }
}

export default {
  // An object for each path.
  fetch: (request, env) => env.BARE.getByName(new URL(request.url).pathname).fetch(request),
};
