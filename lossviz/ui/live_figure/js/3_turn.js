// A plot in space is turned by keys and by a finger; the mouse is plotly's own.

const TURN = Math.PI / 18; // by one press of a key
const PER_PIXEL = Math.PI / 400; // of a finger's way
const STIR = 6; // pixels: a finger that moves less may be a tap
const STEEP = (85 * Math.PI) / 180; // steeper up or down, and the picture would flip
const NEARER = 1.2;
const REACH = [0.4, 2.5]; // times the first distance
const ROOMY = 1.45; // of width to height: there a camera is right as it is
const SMALLER = 1.2;
const LATELY_MS = 500; // plotly needs so long at most to be where it was sent
const TURNS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STRIDES = { '+': 1 / NEARER, '=': 1 / NEARER, '-': NEARER, _: NEARER };

const within = (value, [low, high]) => Math.max(low, Math.min(high, value));

/** A scene as it was sent; in a narrow plot farther away and with smaller titles: all of it fits. */
function fitted(scene, { offsetWidth: width, offsetHeight: height }) {
  const far = (ROOMY * height) / width;
  if (far <= 1 || !scene.camera) return scene;
  const { eye, center } = scene.camera;
  const away = (axis) => [axis, center[axis] + far * (eye[axis] - center[axis])];
  const smaller = (axis) => {
    const { title } = scene[axis];
    const font = { ...title.font, size: title.font.size / Math.min(far, SMALLER) };
    return [axis, { ...scene[axis], title: { ...title, font } }];
  };
  const camera = { ...scene.camera, eye: Object.fromEntries(['x', 'y', 'z'].map(away)) };
  return { ...scene, ...Object.fromEntries(['xaxis', 'yaxis', 'zaxis'].map(smaller)), camera };
}

/** `camera` carried around its centre by angles, and so many times as far away. */
function carried({ eye, center, ...rest }, [around, up], stride, first) {
  const from = (place) => [place.x - center.x, place.y - center.y, place.z - center.z];
  const [x, y, z] = from(eye);
  const far = Math.hypot(x, y, z);
  const least = Math.hypot(...from(first.eye));
  const away = stride === 1 ? far : within(far * stride, REACH.map((one) => one * least));
  const angle = Math.atan2(y, x) + around;
  const height = within(Math.asin(z / far) + up, [-STEEP, STEEP]);
  const flat = away * Math.cos(height);
  return {
    ...rest, center,
    eye: {
      x: center.x + flat * Math.cos(angle),
      y: center.y + flat * Math.sin(angle),
      z: center.z + away * Math.sin(height),
    },
  }; // prettier-ignore
}

class Turn {
  constructor(plot) {
    this.plot = plot;
    this.finger = null;
    const { node } = plot;
    node.addEventListener('keydown', (event) => this.key(event));
    node.addEventListener('pointerdown', (event) => this.grab(event), { capture: true });
    node.addEventListener('pointermove', (event) => this.drag(event));
    for (const end of ['pointerup', 'pointercancel']) {
      node.addEventListener(end, () => (this.finger = null));
    }
  }

  /** Whoever cannot see or hold it hears what it is and what turns it; '' for a plot that stays. */
  offer(label) {
    const { node } = this.plot;
    node.toggleAttribute('data-space', Boolean(label));
    const attributes = { tabindex: '0', role: 'application', 'aria-label': label };
    for (const [name, value] of Object.entries(attributes)) {
      if (label) node.setAttribute(name, value);
      else node.removeAttribute(name);
    }
  }

  get scene() {
    return scenesOf(this.plot.node)[0];
  }

  /** Where it looks from, or was last sent to. */
  camera() {
    if (this.sent && performance.now() - this.sentAt < LATELY_MS) return this.sent;
    return this.scene.getCamera();
  }

  carry(camera, angles, stride = 1) {
    const { Plotly, node } = this.plot;
    const { id } = this.scene;
    this.sent = carried(camera, angles, stride, this.plot.first[id]);
    this.sentAt = performance.now();
    Plotly.relayout(node, { [`${id}.camera`]: structuredClone(this.sent) });
  }

  key(event) {
    const { key, target } = event;
    if (target !== this.plot.node || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.scene || !(key in TURNS || key in STRIDES || key === 'Home')) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'Home') this.reset();
    else this.carry(this.camera(), (TURNS[key] ?? [0, 0]).map((n) => n * TURN), STRIDES[key]);
  }

  reset() {
    this.sent = null;
    this.plot.reset();
  }

  grab({ pointerType, pointerId, clientX, clientY }) {
    const alone = this.finger === null && pointerType === 'touch' && this.scene;
    this.finger = alone ? { id: pointerId, at: [clientX, clientY], camera: this.camera() } : null;
    this.sent = null;
  }

  /** A finger that goes up or down first is the browser's, which scrolls the page. */
  drag({ pointerId, clientX, clientY }) {
    if (pointerId !== this.finger?.id) return;
    const { at, camera } = this.finger;
    const way = [at[0] - clientX, clientY - at[1]];
    this.finger.turns ||= Math.abs(way[0]) > Math.max(Math.abs(way[1]), STIR);
    if (!this.finger.turns) return;
    const angles = way.map((pixels) => pixels * PER_PIXEL);
    this.next = () => this.scene && this.carry(camera, angles);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.next();
    });
  }

  destroy() {
    cancelAnimationFrame(this.frame);
  }
}
