// A Durable Object whose every handler is Rust.
//
// The class of the wasm is made anew when the instance it lives in is gone; this one stays, as workerd knows it.

import { DurableObject } from "cloudflare:workers";
import * as edge from "parlor-edge";
import { Crash, answer, atOnce, inside, instance } from "./crash.js";

const FAULT = 1011; // protocol::code::close::FAULT

/** The class that workerd makes objects of, around the Rust class of that name. */
export const object = (name) => {
  // Whether sockets are opened and frames answered in one call where that is possible (`edge/src/objects/threads/quick.rs`).
  const isQuick = "quickOpen" in edge[name].prototype;
  return class extends DurableObject {
    #inner;
    #generation;

    #here() {
      const now = instance();
      if (this.#generation !== now) {
        this.#inner = new edge[name](this.ctx, this.env);
        this.#generation = now;
      }
      return this.#inner;
    }

    #enter(handler, ...args) {
      return inside(() => this.#here()[handler](...args));
    }

    fetch(request) {
      const headers = request.headers;
      return isQuick && headers.has("upgrade") ? this.#open(headers.get("origin") ?? "") : this.#enter("fetch", request).catch(answer);
    }

    // The Worker lets nobody through whose page may not use the account's widget. Who comes is told by their hello.
    #open(origin) {
      const { 0: client, 1: server } = new WebSocketPair();
      this.ctx.acceptWebSocket(server);
      if (!atOnce(() => this.#here().quickOpen(server, origin))) server.close(FAULT, "failed");
      return new Response(null, { status: 101, webSocket: client });
    }

    // Rejecting makes workerd ring the alarm again.
    alarm() {
      return this.#enter("alarm");
    }

    // Nobody hears an exception of a socket handler. A closed socket is heard: the client comes back and resumes.
    webSocketMessage(socket, message) {
      if (isQuick && typeof message === "string" && atOnce(() => this.#here().quickHeard(socket, message))) return;
      return this.#enter("webSocketMessage", socket, message).catch((error) => {
        socket.close(FAULT, error instanceof Crash ? "stopped" : "failed");
        throw error;
      });
    }

    webSocketClose(socket, code, reason, wasClean) {
      return this.#enter("webSocketClose", socket, code, reason, wasClean);
    }

    webSocketError(socket, error) {
      return this.#enter("webSocketError", socket, error);
    }
  };
};
