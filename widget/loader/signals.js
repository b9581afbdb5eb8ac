// Signals of what is new (P7): the number in front of the page's title while nobody looks at the page, and a soft sound
// while the chat or the page is out of sight. Only what comes live counts; who wrote has acted, so a sound may be made.
//
// The title is the page's: it is given back as it was, also where the page changed it meanwhile. The sound is made here,
// of two tones and no file, and can be switched off in the head of the chat, for good.


const BELL = "M4.500 11V7a3.500 3.500 0 0 1 7 0v4l1 1.500h-9zM7 14h2";
const MUTED = BELL + "M2.500 2.500l11 11";
const BETWEEN = 1000; // two sounds are never nearer, in ms

/** Gives the function to be told of each new message. `loader` is what loader.js hands over, `host` what page.js makes. */
export const signals = (loader, host, words = loader.words) => {
  const { root, undo } = loader;
  // A page's `<form name="title">` hides the property of that name.
  const title = Object.getOwnPropertyDescriptor(Document.prototype, "title");
  const hidden = Object.getOwnPropertyDescriptor(Document.prototype, "hidden");
  const isHidden = () => hidden.get.call(document);

  let count = 0;
  let before = "";
  let shown = "";
  const restore = () => {
    // A page that named itself anew meanwhile knows better.
    if (shown && title.get.call(document) == shown) title.set.call(document, before);
    count = 0;
    shown = "";
  };
  const flash = () => {
    const now = title.get.call(document);
    if (now != shown) before = now;
    title.set.call(document, "(" + ++count + ") " + before);
    shown = title.get.call(document);
  };
  host.on(document, "visibilitychange", () => isHidden() || restore());
  undo.push(restore);

  let sound;
  let last = 0;
  const chime = () => {
    if (isMuted() || Date.now() - last < BETWEEN || !(navigator.userActivation?.hasBeenActive ?? true)) return;
    last = Date.now();
    // A browser that lets nothing sound is silent.
    try {
      sound ||= new AudioContext();
      if (sound.state == "suspended") sound.resume().catch(() => {});
      [660, 880].forEach((pitch, place) => {
        const at = sound.currentTime + place * 0.12;
        const tone = sound.createOscillator();
        const volume = sound.createGain();
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(0.0001, at);
        volume.gain.exponentialRampToValueAtTime(0.06, at + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
        tone.connect(volume).connect(sound.destination);
        tone.start(at);
        tone.stop(at + 0.32);
      });
    } catch {}
  };
  undo.push(() => sound?.close().catch(() => {}));

  const isMuted = () => !!loader.record()?.m;
  const button = host.element("button", "icon");
  const draw = () => {
    button.setAttribute("aria-pressed", isMuted());
    button.replaceChildren(host.icon(16, isMuted() ? MUTED : BELL));
  };
  button.type = "button";
  button.setAttribute("aria-label", words.signals_mute);
  button.title = words.signals_mute;
  host.on(button, "click", () => {
    loader.write({ ...loader.record(), m: isMuted() ? undefined : 1 });
    draw();
  });
  // Who wrote nothing has no record, and nothing to be told of.
  const place = () => {
    const close = root.querySelector(".top > .icon:last-child");
    if (button.isConnected || !close || !loader.record()?.t) return;
    draw();
    close.before(button);
  };
  place();
  loader.remembered = place;

  return () => {
    place();
    if (isHidden()) flash();
    if (isHidden() || root.querySelector(".panel")?.hidden) chime();
  };
};
