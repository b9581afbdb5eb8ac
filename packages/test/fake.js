// A small stand-in for the account's script: makes the hook that the real one makes, and notes what is asked of it.
// Served as /embed/{account}.js; its account `broken` is fetched and switches itself off.
(() => {
  const MARK = Symbol.for("parlor");
  if (window[MARK]) return;
  const script = document.currentScript;
  const asked = (window.asked ??= []);
  const handlers = [];
  const note =
    (name) =>
    (...words) =>
      void asked.push([name, ...words.map((word) => (word instanceof Element ? word.tagName : word))]);
  const chat = {
    status: () => ({ loaded: true, pending: false, open: false }),
    on: (name, handler) => {
      const entry = [name, handler];
      handlers.push(entry);
      return () => void handlers.splice(handlers.indexOf(entry), 1);
    },
  };
  for (const name of ["load", "refresh", "open", "close", "remove", "launcher", "reset", "identify", "setAttributes", "addLabel", "removeLabel"]) {
    chat[name] = (options) => note(name)(...(options && typeof options === "object" && "inline" in options ? [{ ...options, inline: options.inline?.tagName }] : options === undefined ? [] : [options]));
  }
  window.tell = (name, event) => handlers.filter(([of]) => of === name).forEach(([, handler]) => handler(event));
  window.listeners = () => handlers.length;
  asked.push(["script", script.getAttributeNames().filter((name) => name !== "src").sort().join(" ")]);
  const mark = {};
  if (!script.src.includes("broken")) mark.chat = () => new Promise((done) => setTimeout(done, 5, chat));
  Object.defineProperty(window, MARK, { value: mark, configurable: true });
})();
