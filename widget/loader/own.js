// What the edge is asked about the visitor's own conversations, beside the socket: who asks is in the body, never in an
// address.

/** Asks a route of the account (`path`) or, where it begins with one, of the edge; gives the answer, or nothing. */
export const own = async (loader, path, body) => {
  try {
    const address = loader.edge + (path[0] == "/" ? path : "/v1/" + loader.account + "/" + path);
    const asked = { method: "POST", credentials: "omit", body: JSON.stringify({ token: loader.token(), ...body }) };
    const answer = await fetch(address, asked);
    return answer.ok && (await answer.json());
  } catch {}
};

/** A route beside the socket of a conversation, as the list tells it. */
export const beside = (thread, word) => thread.socket.replace(/socket$/, word);
