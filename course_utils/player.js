// Turns the animated PNG of `video.py` into a player. It needs nothing but the page it is in: no
// library, no server. Where anything is missing the picture stays as it is, and goes on animating.
async function coursePlayer(id, config) {
  const root = document.querySelector(`[id="${id}"]:not([data-busy])`);
  if (!root || !window.DecompressionStream) return;
  root.dataset.busy = "true"; // another view of the same output looks for another element
  const image = root.querySelector("img");
  const { labels, captions } = config;

  // ---- the file: a header, a palette perhaps, then for each frame a rectangle of changes

  const file = Uint8Array.from(atob(image.src.split(",")[1]), (c) => c.charCodeAt(0));
  const view = new DataView(file.buffer);
  const palette = new Uint32Array(256); // ABGR, as a canvas has it; 0 is "as before"
  const frames = [];
  let width, height, indexed;
  for (let offset = 8; offset < file.length; ) {
    const length = view.getUint32(offset);
    const name = String.fromCharCode(...file.subarray(offset + 4, offset + 8));
    const start = offset + 8;
    const end = start + length;
    if (name === "IHDR") {
      width = view.getUint32(start);
      height = view.getUint32(start + 4);
      indexed = file[start + 9] === 3;
    } else if (name === "PLTE") {
      for (let k = 1, at = start + 3; at < end; k++, at += 3) {
        palette[k] = 0xff000000 | (file[at + 2] << 16) | (file[at + 1] << 8) | file[at];
      }
    } else if (name === "fcTL") {
      const [w, h, x, y] = [4, 8, 12, 16].map((k) => view.getUint32(start + k));
      frames.push({ w, h, x, y });
    } else if (name === "IDAT") {
      frames.at(-1).data = file.subarray(start, end);
    } else if (name === "fdAT") {
      frames.at(-1).data = file.subarray(start + 4, end);
    }
    offset = end + 4;
  }
  const last = frames.length - 1;

  async function inflate(data) {
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  // Frames are inflated when they are needed, from one whole picture to the next, and only the
  // segments used last are kept: thousands of frames cost no more memory than a few hundred.
  const segments = new Map();
  function load(number) {
    const first = number * config.keyframeEvery;
    const promise =
      segments.get(number) ??
      Promise.all(
        frames.slice(first, first + config.keyframeEvery).map((frame) => inflate(frame.data)),
      );
    segments.delete(number);
    segments.set(number, promise);
    if (segments.size > 4) segments.delete(segments.keys().next().value);
    return promise;
  }

  // ---- the picture

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const canvas = element("canvas", { width, height });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", image.alt);
  canvas.style.width = `${image.getAttribute("width")}px`;
  const context = canvas.getContext("2d");
  const picture = context.createImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);

  function apply(frame, data) {
    let source = 0;
    for (let y = frame.y; y < frame.y + frame.h; y++) {
      source++; // each row starts with its filter, which video.py leaves at none
      for (let target = y * width + frame.x, end = target + frame.w; target < end; target++) {
        if (indexed) {
          const colour = palette[data[source++]];
          if (colour) pixels[target] = colour;
        } else {
          const colour = data[source] | (data[source + 1] << 8) | (data[source + 2] << 16);
          if (data[source + 3]) pixels[target] = 0xff000000 | colour;
          source += 4;
        }
      }
    }
  }

  let shown = -1; // the frame in the canvas
  let wanted = 0; // the frame asked for last
  let drawing = false;
  async function show(index) {
    wanted = Math.max(0, Math.min(last, index));
    const caption = captions[wanted] ?? `${labels.frame} ${wanted + 1}/${last + 1}`;
    slider.value = wanted;
    slider.setAttribute("aria-valuetext", caption);
    if (drawing) return; // the loop below goes on to it
    drawing = true;
    while (shown !== wanted) {
      const goal = wanted;
      const segment = Math.floor(goal / config.keyframeEvery);
      const inflated = await load(segment);
      const first = segment * config.keyframeEvery;
      let next = shown >= first && shown < goal ? shown + 1 : first;
      for (; next <= goal; next++) apply(frames[next], inflated[next - first]);
      context.putImageData(picture, 0, 0);
      shown = goal;
      text.textContent = captions[goal] ?? `${labels.frame} ${goal + 1}/${last + 1}`;
      root.dataset.frame = goal;
      const ahead = segment + 1;
      if (goal - first > config.keyframeEvery / 2 && ahead * config.keyframeEvery <= last) {
        load(ahead);
      }
    }
    drawing = false;
  }

  // ---- playing

  let playing = false;
  let speed = 1;
  let due = 0; // frames, with the fraction that is not yet shown
  let before = 0; // milliseconds, when the last tick was
  function tick(now) {
    if (!playing) return;
    if (!root.isConnected) return pause();
    // a page that was hidden goes on where it was
    due += (Math.min(250, now - before) / 1000) * config.fps * speed;
    before = now;
    const frame = Math.min(last, Math.floor(due));
    if (frame !== wanted) show(frame);
    if (frame === last) return pause();
    requestAnimationFrame(tick);
  }
  // Nothing plays by itself: a notebook that is run from the top would start all its videos, and
  // who looks up sees the end of an episode; and some readers cannot bear things that move.
  function play() {
    due = wanted === last ? 0 : wanted;
    if (due !== wanted) show(due);
    before = performance.now();
    playing = true;
    label();
    requestAnimationFrame(tick);
  }
  function pause() {
    playing = false;
    label();
  }
  function go(index) {
    pause();
    return show(index);
  }

  // ---- the controls; drawn shapes, because browsers turn characters like ▶ into emoji

  const shape = (path) => `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`;
  const shapes = {
    play: shape("M3 1v14l11-7z"),
    pause: shape("M3 1h4v14H3zM9 1h4v14H9z"),
    back: shape("M2 1h3v14H2zM14 1v14L6 8z"),
    forward: shape("M11 1h3v14h-3zM2 1v14l8-7z"),
  };
  const describe = (control, name, key) => {
    control.title = `${name} (${key})`;
    control.setAttribute("aria-label", name);
    return control;
  };
  const button = (name, key, onclick) => {
    const made = element("button", { type: "button", innerHTML: shapes[name], onclick });
    return describe(made, labels[name], key);
  };
  const toggle = () => (playing ? pause() : play());
  const playButton = button("play", labels.space, toggle);
  function label() {
    const name = playing ? "pause" : "play";
    playButton.innerHTML = shapes[name];
    describe(playButton, labels[name], labels.space);
    text.setAttribute("aria-live", playing ? "off" : "polite");
    root.dataset.playing = playing;
  }
  const backButton = button("back", "←", () => go(wanted - 1));
  const forwardButton = button("forward", "→", () => go(wanted + 1));
  const slider = element("input", { type: "range", min: 0, max: last, step: 1, value: 0 });
  slider.setAttribute("aria-label", labels.position);
  slider.oninput = () => go(Number(slider.value));
  const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];
  const times = (value) => `${value.toLocaleString(labels.language)}×`;
  const select = element(
    "select",
    {},
    ...speeds.map((value) => element("option", { value, textContent: times(value) })),
  );
  describe(select, labels.speed, "+ −");
  const setSpeed = (index) => {
    select.selectedIndex = Math.max(0, Math.min(speeds.length - 1, index));
    speed = speeds[select.selectedIndex];
  };
  select.onchange = () => setSpeed(select.selectedIndex);
  setSpeed(speeds.indexOf(1));
  canvas.onclick = toggle;

  const text = element("span", {});
  // keeps room for the longest caption, so that nothing below jumps
  const longest = captions.reduce((a, b) => (b.length > a.length ? b : a), " ");
  const room = element("span", { textContent: longest });
  room.setAttribute("aria-hidden", "true");
  room.style.visibility = "hidden";
  const style = `
    :host { display: inline-block; box-sizing: border-box; max-width: 100%; padding: 3px;
      color: inherit; font: 13px/1.5 sans-serif; }
    :host(:focus-visible) { outline: 2px solid currentColor; outline-offset: -2px; }
    canvas { display: block; max-width: 100%; image-rendering: pixelated; }
    .controls { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; margin-top: 4px; }
    .caption { display: grid; margin-top: 2px; white-space: pre-wrap; }
    .caption span { grid-area: 1 / 1; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    button, select { box-sizing: border-box; height: 28px; margin: 0; font: inherit;
      color: inherit; background: transparent; border: 1px solid; border-radius: 4px;
      border-color: color-mix(in srgb, currentColor 40%, transparent); }
    button { flex: 0 0 30px; padding: 0; cursor: pointer; }
    button:hover, select:hover {
      background: color-mix(in srgb, currentColor 15%, transparent); }
    svg { display: block; width: 14px; height: 14px; margin: auto; fill: currentColor; }
    select { padding: 0 2px; }
    option { color: black; background: white; }
    input { flex: 1; min-width: 60px; margin: 0 2px; accent-color: currentColor; }`;
  const player = element("div", { tabIndex: 0 });
  player.attachShadow({ mode: "open" }).append(
    element("style", { textContent: style }),
    canvas,
    element(
      "div",
      { className: "controls" },
      playButton,
      backButton,
      forwardButton,
      slider,
      select,
    ),
    element("div", { className: "caption" }, text, room),
  );
  // the page's styles stay out of the shadow root; narrow pictures leave the controls their room
  player.style.width = `calc(max(${image.getAttribute("width")}px, 260px) + 6px)`;
  player.setAttribute("role", "group");
  player.setAttribute("aria-label", image.alt);
  player.dataset.lmSuppressShortcuts = "true"; // JupyterLab's shortcuts leave these keys alone

  const keys = {
    " ": toggle,
    ArrowLeft: () => go(wanted - 1),
    ArrowRight: () => go(wanted + 1),
    Home: () => go(0),
    End: () => go(last),
    "+": () => setSpeed(select.selectedIndex + 1),
    "=": () => setSpeed(select.selectedIndex + 1), // + without shift
    "-": () => setSpeed(select.selectedIndex - 1),
  };
  player.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation();
    const inside = player.shadowRoot.activeElement;
    if (inside === select || (inside?.tagName === "BUTTON" && event.key === " ")) return;
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  label();
  await show(0);
  root.replaceChildren(player);
  root.dataset.ready = "true";
}
