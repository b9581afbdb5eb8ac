// A Durable Object whose every handler is Rust.
//
// The class of the wasm is made anew when the instance it lives in is gone; this one stays, as workerd knows it.

import { DurableObject } from "cloudflare:workers";
import * as edge from "parlor-edge";
import { Crash, answer, inside, instance } from "./crash.js";

const FAULT = 1011; // protocol::code::close::FAULT

/** The class that workerd makes objects of, around the Rust class of that name. */
export const object = (name) =>
  class extends DurableObject {
    #inner;
    #generation;

    #enter(handler, ...args) {
      return inside(() => {
        const now = instance();
        if (this.#generation !== now) {
          this.#inner = new edge[name](this.ctx, this.env);
          this.#generation = now;
        }
        return this.#inner[handler](...args);
      });
    }

    fetch(request) {
      return this.#enter("fetch", request).catch(answer);
    }

    // Rejecting makes workerd ring the alarm again.
    alarm() {
      return this.#enter("alarm");
    }

    // Nobody hears an exception of a socket handler. A closed socket is heard: the client comes back and resumes.
    webSocketMessage(socket, message) {
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
