// What the hand takes hold of in a plot: a ring, or a whole curve. Keys do what a pointer does.

const RING = 12; // px: 24 across, enough for a finger
const KEYS = {
  ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
  PageUp: [0, 10], PageDown: [0, -10],
}; // prettier-ignore

/** Follows one pointer from where it went down; `act` is told of `grab`, `drag` and `drop`. */
function followPointer(node, act) {
  let pointer = null;
  const end = (event) => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    act.drop();
  };
  node.addEventListener('pointerdown', (event) => {
    if (pointer !== null || event.button) return;
    pointer = event.pointerId;
    node.setPointerCapture(pointer);
    event.stopPropagation(); // no zoom box under a handle
    event.preventDefault();
    node.focus({ preventScroll: true });
    act.grab(event);
  });
  // touch-action is not heeded inside an SVG: without this a finger would scroll the page
  node.addEventListener('touchstart', (event) => event.preventDefault(), { passive: false });
  node.addEventListener('pointermove', (event) => {
    if (event.pointerId === pointer) act.drag(event);
  });
  node.addEventListener('pointerup', end);
  node.addEventListener('pointercancel', end);
  node.addEventListener('lostpointercapture', end);
}

class Grip {
  /** `act`: what to do on `grab`, `drag(x, y)` with data coordinates, `drop` and `key(name)`. */
  constructor(act) {
    this.act = act;
    this.frame = null;
  }

  update({ label, trace, plot }, spoken) {
    if (this.plot !== plot || this.trace !== trace) this.build(plot, trace);
    this.node.setAttribute('aria-label', label);
    this.tell(spoken);
  }

  build(plot, trace) {
    this.layer?.remove();
    Object.assign(this, { plot, trace });
    this.layer = shape('svg', 'lossviz-grips', plot.node);
    if (trace) plot.node.prepend(this.layer); // under the rings
    this.node = shape(trace ? 'path' : 'circle', 'lossviz-grip', this.layer);
    if (trace) this.cut();
    else this.node.setAttribute('r', RING);
    const attributes = { role: 'slider', tabindex: 0, 'data-curve': trace ? '' : null };
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null) this.node.setAttribute(name, value);
    }
    followPointer(this.node, {
      grab: (event) => {
        this.offset = [0, 0];
        const [x, y] = this.point(event);
        this.offset = this.at ? [this.at[0] - x, this.at[1] - y] : [0, 0];
        this.act.grab();
      },
      drag: (event) => this.act.drag(...this.point(event)),
      drop: () => this.act.drop(),
    });
    this.node.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!(event.key in KEYS) && event.key !== 'Home' && event.key !== 'End') return;
      event.preventDefault();
      event.stopPropagation();
      this.act.key(event.key, event.shiftKey);
    });
  }

  /** Data coordinates of the middle of the grip when the pointer is where `event` says. */
  point(event) {
    const { left, top, width } = this.plot.node.getBoundingClientRect();
    const zoom = this.plot.node.offsetWidth / width;
    const [x, y] = this.plot.axes().from((event.clientX - left) * zoom, (event.clientY - top) * zoom);
    return [x + this.offset[0], y + this.offset[1]];
  }

  /** Values for a reader who does not see where the grip is. */
  tell({ low, high, now, text }) {
    this.node.setAttribute('aria-valuemin', low);
    this.node.setAttribute('aria-valuemax', high);
    this.node.setAttribute('aria-valuenow', now);
    this.node.setAttribute('aria-valuetext', text);
  }

  place(x, y) {
    this.at = [x, y];
    const axes = this.plot.axes();
    if (!axes) return;
    if (this.trace) this.follow(axes);
    else {
      const [left, top] = axes.at(x, y);
      this.node.setAttribute('cx', px(left));
      this.node.setAttribute('cy', px(top));
      this.node.style.display = axes.holds(left, top) ? '' : 'none';
    }
  }

  /** What it sits on is nowhere. */
  hide() {
    this.node.style.display = 'none';
  }

  /** A curve goes on beyond its axes, where nothing is to be taken hold of. */
  cut() {
    const clip = shape('clipPath', 'lossviz-cut', this.layer);
    clip.id = `lossviz-cut-${(count += 1)}`;
    this.window = shape('rect', 'lossviz-window', clip);
    this.node.setAttribute('clip-path', `url(#${clip.id})`);
  }

  /** Lie on the curve: the same path, thick and unseen, as far as the axes go. */
  follow({ corner: [left, top], size: [width, height] }) {
    const full = this.plot.node._fullData?.find((trace) => trace.name === this.trace);
    const line = full && this.plot.node.querySelector(`.trace${full.uid} .js-line`);
    if (!line) return;
    this.node.setAttribute('d', line.getAttribute('d'));
    this.node.setAttribute('transform', `translate(${left},${top})`);
    this.window.setAttribute('width', px(width));
    this.window.setAttribute('height', px(height));
  }

  destroy() {
    this.layer?.remove();
    this.plot = null;
  }
}
