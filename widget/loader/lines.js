// Which way frames go: by web socket, or by requests where the network lets no socket pass (a proxy refuses them, or
// takes them and swallows what is said). Widget and console decide the same way, and remember nothing beyond the page.

/**
 * Gives the function that opens a line to a path of the edge: a WebSocket, or what looks like one to whoever listens,
 * sends and closes. `ask` makes a request (`path`, `body`, its other settings, and what the opener was told beside the
 * path); `load` fetches poll.js, which most people never need.
 */
export const lines = (edge, ask, load) => {
  let silent = 0; // sockets in a row that nothing came from
  let patience = 2; // so many are enough to try requests
  let until = 0; // requests are the way until then
  return (path, extra) => {
    const now = Date.now();
    const polls = now < until || silent >= patience;
    silent = polls ? 0 : silent + 1;
    const line = polls ? new EventTarget() : new WebSocket(edge.replace(/^http/, "ws") + path);
    // What passed once is not given up so soon: then it is rather the edge that is away.
    const heard = () => {
      if (!polls) (silent = 0), (patience = 5);
      else if (now >= until) (until = now + 6e5), (patience = 1);
    };
    line.addEventListener("message", heard, { once: true });
    if (polls) {
      const address = path.replace(/socket$/, "poll");
      line.send = () => {};
      line.close = () => (line.over = true);
      load().then(
        (module) => line.over || module.poll(line, (body, more) => ask(address, body, more, extra)),
        () => line.dispatchEvent(new CloseEvent("close")),
      );
    }
    return line;
  };
};
