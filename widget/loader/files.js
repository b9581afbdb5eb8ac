// Files both ways: what a visitor chooses, what becomes of it before it leaves, and how files stand in the log (P5, H61).
//
// Fetched when somebody first chooses, drops or pastes a file, or when a message brings one. A file leaves the browser
// with its message and not before: until then nobody has agreed to anything. Pictures are drawn anew here, so that what a
// camera wrote into them stays here. Previews are canvases: a page's policy may forbid `blob:` pictures.
//
// Knows the tray above the composer, the edge's routes for files, and the nodes it draws. The message itself is the
// widget's: it is told what is chosen, and whose bubble it draws next is how this hears that they went.

import { dress, fill } from "./draw.js";

const LARGEST = 10485760; // protocol::limits::FILE_BYTES
const MOST = 5; // protocol::limits::FILES_PER_MESSAGE
const SIDE = 2048; // pictures are made no larger than this
const FRESH = 240000; // an address counts five minutes
const NEAR_END = 80; // as in the log's own view
const ACCEPT =
  "image/*,application/pdf,text/plain,.csv,.md,.log,application/zip,.docx,.xlsx,.pptx,audio/*,video/mp4,video/webm";
const SHEET = "M4 2h5l3 3v9H4zM9 2v3h3";
const CROSS = "m4 4 8 8M12 4l-8 8";
const AGAIN = "M13 8a5 5 0 1 1-1.500-3.500L13 6M13 3v3h-3";

const CSS = `.tray{list-style:none;margin:0;padding:0 0 8px;display:grid;gap:6px}
.tray li,.fs .card{display:flex;align-items:center;gap:10px;padding:6px 6px 6px 10px;border:1px solid var(--line);border-radius:12px;background:var(--surface);min-width:0}
.tray li{padding-inline:10px 4px;padding-block:4px}
.tray canvas,.tray .sheet,.card .sheet{flex:none;width:32px;height:32px;border-radius:6px;display:grid;place-items:center;color:var(--text-2);background:var(--them)}
.tray .what,.card .what{flex:1;min-width:0}
.what b,.what span{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.what b{font:500 13px/18px var(--font)}.what span{font:var(--micro);color:var(--text-3)}
.tray .bad span{color:var(--danger);white-space:normal}
.tray progress{display:block;width:100%;height:4px;margin-block-start:3px;border:0;border-radius:2px;overflow:hidden;appearance:none;background:var(--active);accent-color:var(--brand-text);color:var(--brand-text)}
.tray progress::-webkit-progress-bar{background:var(--active)}.tray progress::-webkit-progress-value,.tray progress::-moz-progress-bar{background:var(--brand-text)}
.say{margin:0;padding:0 12px 8px;font:var(--small);color:var(--text-2)}.say.bad{color:var(--danger)}
.b:empty{display:none}
.fs{grid-row:3;display:grid;gap:4px;max-width:272px;padding-block-start:2px;justify-items:inherit}
.fs a{color:inherit;text-decoration:none;border-radius:12px;max-width:100%}
.fs a:focus-visible{outline:0;box-shadow:var(--ring)}
.fs .pic{display:block;overflow:hidden;background:var(--them)}
.fs img{display:block;max-width:100%;height:auto;max-height:320px;object-fit:contain}
.fs .card{padding:8px 12px 8px 8px;width:240px}.fs .card:hover{background:var(--hover)}
.over{outline:2px dashed var(--brand-text);outline-offset:-6px}
@media(forced-colors:active){.tray progress{border:1px solid}}`;

/** What of a picture can be drawn anew; animations would stand still, and vectors are not sent at all. */
const isDrawn = (type) => /^image\/(?!gif|svg)/.test(type);

/** Whether canvases give back what was drawn: some browsers blur them against fingerprints. */
const isHonest = (canvas) => {
  const context = canvas.getContext("2d");
  context.fillStyle = "#123456";
  context.fillRect(0, 0, 2, 2);
  return [...context.getImageData(0, 0, 2, 2).data].join() == "18,52,86,255,".repeat(4).slice(0, -1);
};

const shrunk = (make, bitmap, side) => {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = make("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  return canvas;
};

const paint = (canvas, bitmap, type) => {
  const context = canvas.getContext("2d");
  // What was seen through would turn black.
  if (type == "image/jpeg") (context.fillStyle = "#fff"), context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
};

/** A file as it leaves: `{ blob, name, bitmap }`. What cannot be drawn goes as it is, and the edge looks at it. */
export const prepare = async (make, file) => {
  const same = { blob: file, name: file.name };
  if (!isDrawn(file.type)) return same;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return same;
  }
  const type = /png|webp/.test(file.type) ? file.type : "image/jpeg";
  const canvas = shrunk(make, bitmap, SIDE);
  if (!isHonest(canvas)) return { ...same, bitmap };
  canvas.getContext("2d").clearRect(0, 0, 2, 2);
  paint(canvas, bitmap, type);
  const blob = await new Promise((done) => canvas.toBlob(done, type, 0.86));
  if (!blob) return { ...same, bitmap };
  const stem = file.name.replace(/\.\w{1,5}$/, "") || "picture";
  return { blob, name: stem + "." + blob.type.split("/")[1].replace("jpeg", "jpg"), bitmap };
};

/** What `start.js` works with. `loader` is what loader.js hands over, `widget` the running one, `host` what page.js makes. */
export const files = (loader, widget, host, words = loader.words) => {
  const { root, edge, guard, undo } = loader;
  const lang = loader.lang();
  const make = (tag, name, parent) => {
    const made = host.element(tag, name || "");
    if (parent) parent.append(made);
    return made;
  };
  const text = (node, words) => ((node.textContent = words), node);
  const size = (bytes) => {
    const [value, unit] = bytes < 1e6 ? [Math.max(1, bytes / 1024), "kilobyte"] : [bytes / 1048576, "megabyte"];
    return new Intl.NumberFormat(lang, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  };
  dress(loader, CSS);

  const field = root.querySelector(".field");
  const writing = field.querySelector("textarea");
  const send = field.querySelector(".go");
  const tray = make("ul", "tray");
  tray.setAttribute("aria-label", words.files_waiting);
  tray.hidden = true;
  const say = make("p", "say");
  say.setAttribute("role", "status");
  const input = make("input");
  input.type = "file";
  input.multiple = true;
  input.accept = ACCEPT;
  input.hidden = true;
  field.before(tray, say, input);

  let items = [];
  let wanted = false; // Send was pressed, and waits for them
  let over = false;
  undo.push(() => {
    over = true;
    items.forEach((item) => item.stop?.());
  });

  const tell = (words, isBad) => {
    text(say, words || "");
    say.className = isBad ? "say bad" : "say";
  };

  // The widget knows whether there is something, and what it is once the edge has all of it.
  const changed = () => {
    tray.hidden = !items.length;
    const isReady = items.length && items.every((item) => item.kept);
    widget.attach(isReady ? items.map((item) => item.kept.id).join() : items.length ? "-" : "");
    return isReady;
  };

  const drop = (item) => {
    item.stop?.();
    items = items.filter((other) => other != item);
    item.node.remove();
    if (!items.length) (wanted = false), tell();
  };

  const fail = (item, why, isFinal) => {
    item.state = isFinal ? "refused" : "failed";
    item.node.className = "bad";
    text(item.line, why);
    item.bar.hidden = true;
    item.again.hidden = isFinal;
    wanted = false;
    // Said where it stands, and aloud.
    tell(why, true);
  };

  const button = (parent, label, path, f) => {
    const made = make("button", "icon", parent);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.append(host.icon(16, path));
    host.on(made, "click", f);
    return made;
  };

  const place = (file) => {
    const node = make("li", "", tray);
    const sign = make("span", "sheet", node);
    sign.append(host.icon(16, SHEET));
    const what = make("div", "what", node);
    text(make("b", "", what), file.name).dir = "auto";
    const line = text(make("span", "", what), size(file.size));
    const bar = make("progress", "", what);
    bar.max = 1;
    bar.hidden = true;
    bar.setAttribute("aria-label", fill(words.files_sending, file));
    const item = { name: file.name, node, sign, line, bar };
    item.again = button(node, fill(words.files_retry, file), AGAIN, () => {
      item.node.className = "";
      item.state = "";
      tell();
      bring(item);
    });
    item.again.hidden = true;
    button(node, fill(words.files_remove, file), CROSS, () => {
      drop(item);
      changed();
      writing.focus();
      if (wanted) go();
    });
    return item;
  };

  const add = (list) => {
    if (writing.disabled) return;
    for (const file of list) {
      if (items.length >= MOST) {
        tell(fill(words.files_many, { limit: MOST }), true);
        break;
      }
      const item = place(file);
      items.push(item);
      tell(words.files_go);
      item.ready = prepare(make, file).then(
        guard(({ blob, name, bitmap }) => {
          item.blob = blob;
          item.sent = name;
          text(item.line, size(blob.size));
          if (bitmap) {
            const thumb = shrunk(make, bitmap, 64);
            item.sign.replaceWith(paint(thumb, bitmap));
            thumb.setAttribute("aria-hidden", "true");
            bitmap.close();
          }
          const values = { name: item.name, size: size(blob.size), limit: size(LARGEST) };
          if (!blob.size) fail(item, fill(words.files_empty, values), true);
          else if (blob.size > LARGEST) fail(item, fill(words.files_large, values), true);
        }),
      );
    }
    changed();
    writing.focus();
  };

  // Who sends it. Choosing a file is no act; sending one is.
  const path = () => {
    const { s } = loader.record() || {};
    return loader.token() && s && s.replace(/socket$/, "files");
  };
  const known = () =>
    new Promise((done) => {
      const look = () => (path() ? ((loader.wrote = null), done(path())) : 0);
      loader.wrote = look;
      if (look() !== undefined && path()) return;
      widget.begin();
    });

  const REASONS = {
    file_type: "files_kind",
    file_type_mismatch: "files_kind",
    file_empty: "files_empty",
    file_too_large: "files_large",
    image_too_large: "files_pixels",
    file_quota: "files_quota",
  };

  /** Brings one to the edge; tried again for as long as only the network is in the way. */
  const bring = async (item, turn = 0) => {
    if (item.state == "going" || item.state == "refused" || item.kept) return;
    item.state = "going";
    await item.ready;
    if (item.state != "going") return;
    const address = await known();
    if (over || !items.includes(item)) return;
    const later = (seconds) => {
      item.state = "";
      tell(words.files_offline);
      item.stop = host.after((seconds || Math.min(30, 2 ** turn)) * 1000, () => bring(item, turn + 1));
    };
    const request = new XMLHttpRequest();
    request.open("POST", edge + address);
    request.setRequestHeader("authorization", "Bearer " + loader.token());
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-file-name", encodeURIComponent(item.sent));
    item.bar.hidden = false;
    item.bar.value = 0;
    request.upload.onprogress = ({ loaded, total }) => (item.bar.value = loaded / total);
    request.onerror = guard(() => later());
    request.onload = guard(() => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {}
      if (request.status == 200) {
        item.kept = answer;
        item.state = "kept";
        item.bar.hidden = true;
        tell(words.files_go);
        if (changed() && wanted) go();
        return;
      }
      const code = answer.error?.code;
      if (request.status > 499 || code == "rate_limited") return later(+request.getResponseHeader("retry-after"));
      const reason = REASONS[code];
      const values = { name: item.name, size: size(item.blob.size), limit: size(LARGEST) };
      fail(item, fill(words[reason || "files_failed"], values), !!reason);
    });
    item.stop = () => request.abort();
    request.send(item.blob);
  };

  const go = () => {
    if (!changed()) return;
    wanted = false;
    send.click();
  };

  // Where a file is. One address for all who ask at once.
  const places = new Map();
  const whereIs = (id) => {
    const found = places.get(id);
    if (found && Date.now() - found.at < FRESH) return found.url;
    const body = JSON.stringify({ token: loader.token() });
    const url = fetch(edge + path() + "/" + id, { method: "POST", credentials: "omit", body })
      .then((response) => (response.ok ? response.json() : Promise.reject()))
      .then((answer) => answer.url);
    places.set(id, { at: Date.now(), url });
    url.catch(() => places.delete(id));
    return url;
  };

  const follow = (link, { id }, image) => {
    const aim = () => whereIs(id).then((url) => (link.href = url));
    for (const type of ["pointerenter", "focus"]) host.on(link, type, () => void aim().catch(() => {}));
    host.on(link, "click", (event) => {
      const found = places.get(id);
      if (link.hasAttribute("href") && found && Date.now() - found.at < FRESH) return;
      event.preventDefault();
      aim().then(() => link.click(), () => {});
    });
    if (!image) return void aim().catch(() => {});
    let tries = 0;
    const look = () =>
      aim().then(
        (url) => (image.src = url),
        () => image.replaceWith(text(make("span", "say"), fill(words.files_gone, image))),
      );
    host.on(image, "error", () => {
      // Who comes late to a picture further up finds its address over.
      places.delete(id);
      if (tries++ < 2) look();
    });
    look();
  };

  const one = (node, file) => {
    const stream = root.querySelector(".stream");
    const isNear = stream && stream.scrollHeight - stream.scrollTop - stream.clientHeight < NEAR_END;
    const list = node.querySelector(".fs") || make("div", "fs", node);
    const link = make("a", "", list);
    if (/^image\//.test(file.kind)) {
      link.className = "pic";
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      const image = make("img", "", link);
      image.alt = image.name = file.name;
      image.width = file.width;
      image.height = file.height;
      image.decoding = "async";
      image.referrerPolicy = "no-referrer";
      follow(link, file, image);
    } else {
      link.className = "card";
      link.download = file.name;
      link.setAttribute("aria-label", fill(words.files_save, file));
      const sign = make("span", "sheet", link);
      sign.append(host.icon(16, SHEET));
      const what = make("div", "what", link);
      text(make("b", "", what), file.name).dir = "auto";
      const ending = file.name.split(".").pop().toUpperCase();
      text(make("span", "", what), ending + " · " + size(file.bytes));
      follow(link, file);
    }
    if (isNear) stream.scrollTop = stream.scrollHeight;
  };

  /** The files of a message, at the end of its bubble. */
  const draw = (node, list) => list.forEach((file) => one(node, file));

  // The next bubble of the visitor's own is the message that these go with: the widget draws it in the same breath.
  const { row } = loader;
  let sent;
  loader.row = (node, key) => {
    if (sent && key.at && !loader.carried(key)) {
      loader.carried(key, sent);
      sent = null;
      [...items].forEach(drop);
      tray.hidden = true;
    }
    row(node, key);
  };

  host.on(input, "change", () => {
    add([...input.files]);
    input.value = "";
  });

  return {
    add,
    draw,
    pick: () => input.click(),
    /** Whether the message waits: then its files are on their way, and Send is pressed again when they are there. */
    holds: () => {
      sent = null;
      if (!items.length) return false;
      if (items.every((item) => item.kept)) {
        sent = items.map((item) => item.kept);
        return false;
      }
      wanted = !items.some((item) => item.state == "refused");
      if (wanted) items.forEach((item) => bring(item));
      return true;
    },
  };
};
