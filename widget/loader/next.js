// What goes with the message that a visitor sends next: a form's answers, a tick. Knows no message: the next id that the
// widget makes is that of the one. What goes with it is kept with it while it is on its way (rest.js, line.js).

/** `give` says what goes with the message that is sent now, if anything. Gives what went with each, by its id. */
export const withNext = (loader, host, give) => {
  const sent = (loader.filled ||= {});
  const { id, kept } = host;
  host.id = () => {
    const made = id();
    const more = give();
    if (more) sent[made] = { ...sent[made], ...more };
    return made;
  };
  // Until line.js is here; then it does that.
  host.kept = (...message) => {
    if (sent[message[0]]) message[8] = sent[message[0]];
    return kept(...message);
  };
  loader.undo.push(() => Object.assign(host, { id }));
  return sent;
};
