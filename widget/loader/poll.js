// The frames of a socket by requests. `protocol::poll` tells the rules: requests are numbered, one waits for news and one
// more may bring frames, and the same request again gets the same answer. What is lost for longer than a few attempts ends
// the line, as a socket would end; `protocol::delivery` comes back and resumes.
//
// Fetched only where no socket passes. To whoever listens it is a WebSocket: `open`, `message`, `close`, `send`, `close()`.

const PAUSES = [300, 1000, 3000]; // before the same request again
const LENGTH = 20000; // of frames in one request, at most three bytes each; a longer frame goes alone
const FRAMES = 64;

/** Makes a line of `line`. `ask(body, settings)` gives the promise of a response. */
export const poll = (line, ask) => {
  const stop = new AbortController();
  let id = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(26))) id += "abcdefghijklmnopqrstuvwxyz234567"[byte & 31];
  let said = []; // frames that no request took yet
  let last = 0; // the number of the last request
  let flying = 0;
  let next = 1; // the number of the answer that is to be heard next
  const answers = new Map();
  let soon;
  let over;

  const tell = (event) => {
    line.dispatchEvent(event);
    line["on" + event.type]?.(event);
  };
  const end = (code) => {
    if (over) return;
    over = true;
    stop.abort();
    tell(new CloseEvent("close", { code }));
  };
  const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));

  // The answer, or the code to end with.
  const fetched = async (body) => {
    for (const wait of [0, ...PAUSES]) {
      if (wait) await pause(wait);
      if (over) break;
      try {
        const response = await ask(body, { signal: stop.signal });
        if (response.ok) return await response.json();
        if (response.status < 500) break;
      } catch {}
    }
    return { frames: [], closed: 1006 };
  };

  const request = async () => {
    let [size, count] = [0, 0];
    while (count < said.length && count < FRAMES && (!count || size + said[count].length < LENGTH)) size += said[count++].length;
    const frames = said.splice(0, count).join();
    const n = ++last;
    flying++;
    const answer = await fetched('{"id":"' + id + '","n":' + n + ',"frames":[' + frames + "]}");
    flying--;
    answers.set(n, answer);
    // Answers may overtake each other; what is heard does not.
    for (let heard; !over && (heard = answers.get(next)); ) {
      answers.delete(next++);
      for (const frame of heard.frames) over || tell(new MessageEvent("message", { data: JSON.stringify(frame) }));
      if (heard.closed) end(heard.closed);
    }
    go();
  };
  const go = () => {
    soon = false;
    while (!over && flying < 2 && (said.length || (!flying && last))) request();
  };

  line.send = (text) => {
    said.push(text);
    // What is said in one breath goes with one request.
    if (!soon) soon = Promise.resolve().then(go);
  };
  line.close = () => {
    if (over) return;
    over = true;
    stop.abort();
    const body = '{"id":"' + id + '","n":' + (last + 1) + ',"end":true}';
    if (last) ask(body, { keepalive: true }).catch(() => {});
  };
  tell(new Event("open"));
};
