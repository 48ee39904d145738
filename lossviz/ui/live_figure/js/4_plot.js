// One plotly graph, kept from run to run, with the zoom and the camera the reader chose.

class Plot {
  constructor({ onView, onDrawn, onPick }) {
    this.node = document.createElement('div');
    this.node.className = 'lossviz-plot';
    this.source = null; // the figure as JSON
    this.nodes = new Map(); // index of a trace -> TraceNodes
    this.frame = new Map(); // what a moving hand has changed since: trace -> attribute -> values
    this.view = null; // what the reader chose: axis name -> [low, high], scene name -> camera
    this.first = {}; // scene name -> its first camera
    this.revision = undefined; // layout.uirevision these belong to
    this.stale = true;
    this.listening = false;
    this.losses = 0; // of the context for WebGL
    Object.assign(this, { onView, onDrawn, onPick });
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(this.node);
    this.turn = new Turn(this);
    this.passOn();
  }

  /** In space plotly would keep the wheel and every finger from the page. */
  passOn() {
    const stop = (event) => {
      if (scenesOf(this.node).length) event.stopPropagation(); // the page scrolls
    };
    for (const kind of ['wheel', 'touchstart', 'touchmove', 'touchend']) {
      this.node.addEventListener(kind, stop, { capture: true, passive: true });
    }
  }

  place(box) {
    const set = (name, value) => this.node.style.setProperty(`--lossviz-${name}`, value);
    set('height', `${box.height}px`);
    set('phone-height', `${box.phone_height}px`);
    set('min-width', `${box.min_width}px`);
    set('grow', box.grow);
    if (box.aspect) set('aspect', box.aspect);
    this.node.toggleAttribute('data-aspect', Boolean(box.aspect));
  }

  /** Of `words`, `noWebgl` stands where a drawing cannot be. */
  show(Plotly, source, theme, words) {
    if (source !== this.source) this.frame = new Map();
    this.stale ||= source !== this.source || theme !== this.theme;
    Object.assign(this, { Plotly, source, theme, said: words });
    if (this.stale) this.draw();
  }

  /** A hidden tab has no size: the plot waits for its first one. */
  draw() {
    if (!this.Plotly || !this.node.offsetWidth || !this.node.offsetHeight) return;
    const figure = translated(JSON.parse(this.source), this.theme.translate);
    for (const trace of figure.data) this.bring(trace);
    this.inSpace = figure.data.some(({ type }) => IN_SPACE.test(type));
    const fits = this.drawnWidth === this.node.offsetWidth && this.drawnHeight === this.node.offsetHeight;
    const still = this.inSpace ? JSON.stringify([stillPart(figure), this.theme]) : null;
    if (still && fits && still === this.still && this.rewrite(figure.data)) return this.onDrawn();
    const layout = this.kept(dressed(figure.layout, this.theme));
    const needs = figure.data.some(({ type }) => NEEDS_GL.test(type));
    this.drawnWidth = this.node.offsetWidth;
    this.drawnHeight = this.node.offsetHeight;
    this.stale = false;
    if (needs && !this.canDraw()) return this.sayInstead();
    this.words?.remove();
    this.words = null;
    this.node.removeAttribute('data-words');
    this.react(figure.data, layout);
    this.still = still;
    this.turn.offer(scenesOf(this.node).length ? this.said.turn : '');
    for (const { glplot } of scenesOf(this.node)) glplot.oncontextloss = () => this.lost();
    if (!this.listening) this.listen();
    this.onDrawn();
  }

  /** Points and lines in space that have moved, where all else in the figure stands still. */
  rewrite(data) {
    this.stale = false;
    const frame = data.filter(({ type }) => type === 'scatter3d').map(({ name, x, y, z }) => {
      return [name, { x: unpacked(x), y: unpacked(y), z: unpacked(z) }];
    });
    return Boolean(scenesOf(this.node).length) && this.patch(new Map(frame));
  }

  /** Once drawn, a browser goes on to draw, until it takes the context away. */
  canDraw() {
    return scenesOf(this.node).length > 0 || (this.losses < MOST_LOSSES && hasWebgl());
  }

  sayInstead() {
    this.clear();
    this.words ??= element('p', 'lossviz-instead', this.node);
    this.node.setAttribute('data-words', '');
    write(this.words, this.said.noWebgl);
    this.turn.offer('');
    this.drawnWidth = this.node.offsetWidth; // now that it is as high as the words
    this.drawnHeight = this.node.offsetHeight;
  }

  /** The browser has taken the context away: with a new one, if it gives one, all is drawn anew. */
  lost() {
    this.losses += 1;
    this.stale = true;
    requestAnimationFrame(() => {
      if (!this.node.isConnected) return;
      this.clear();
      this.draw();
    });
  }

  /** No drawing, and no context kept. */
  clear() {
    this.look();
    const scenes = scenesOf(this.node);
    for (const { glplot } of scenes) glplot.oncontextloss = null;
    const contexts = scenes.map(({ glplot }) => glplot.gl);
    this.Plotly?.purge(this.node);
    contexts.forEach(letGo);
    this.nodes = new Map();
    this.still = null;
    this.listening = false;
  }

  react(data, layout) {
    for (const nodes of this.nodes.values()) nodes.unhide();
    this.nodes = new Map();
    this.Plotly.react(this.node, data, layout, CONFIG);
  }

  /** Put what the hand has moved into a trace that is about to be drawn. */
  bring(trace) {
    for (const [attribute, values] of Object.entries(this.frame.get(trace.name) ?? {})) {
      const [head, tail] = attribute.split('.');
      const drawn = Array.from(values, (value) => (gone(value) ? null : value));
      if (tail) trace[head] = { ...trace[head], [tail]: drawn };
      else trace[head] = drawn;
    }
  }

  /** Show another stop: only what moves is touched. */
  move(frame) {
    for (const [trace, values] of frame) {
      this.frame.set(trace, { ...this.frame.get(trace), ...values });
    }
    if (!this.node._fullData || this.stale) return;
    if (this.inSpace) window.lossvizNoPatch || this.patch(frame);
    else if (window.lossvizNoPatch) this.animate();
    else if (!this.patch(frame) && !(this.fillGaps(frame) && this.patch(frame))) this.animate();
  }

  patch(frame) {
    let done = true;
    for (const [index, trace] of this.node._fullData.entries()) {
      const moved = frame.get(trace.name);
      if (!moved || trace.visible !== true) continue;
      const Nodes = IN_SPACE.test(trace.type) ? SpaceNodes : TraceNodes;
      if (!this.nodes.has(index)) this.nodes.set(index, new Nodes(this.node, trace));
      done &&= this.nodes.get(index).write(moved);
    }
    return done;
  }

  /** Plotly has no node for a point that is a gap, nor for a line of less than two points: what may
   * appear is drawn once, anywhere.
   *
   * False if that was not it. The patch that follows hides it; the next figure has the gap again.
   */
  fillGaps(frame) {
    const full = this.node._fullLayout;
    let filled = false;
    const data = this.node.data.map((trace, index) => {
      const moved = frame.get(trace.name);
      const drawn = this.node._fullData[index];
      if (!moved || drawn.type !== 'scatter' || this.nodes.get(index)?.fits(drawn.x, drawn.y)) {
        return trace;
      }
      const own = { ...trace };
      for (const axis of ['x', 'y']) {
        const values = drawn[axis];
        if (!moved[axis] || !Array.prototype.some.call(values, gone)) continue;
        const { range } = full[(trace[`${axis}axis`] ?? axis).replace(axis, `${axis}axis`)];
        const [low, high] = range.map(Number);
        const spread = (i) => low + ((high - low) * (i + 1)) / (values.length + 1);
        own[axis] = Array.from(values, (value, i) => (gone(value) ? spread(i) : value));
        filled = true;
      }
      return own;
    });
    if (filled) this.react(data, this.node.layout);
    return filled;
  }

  /** Plotly's own way, never awaited: about half as fast. */
  animate() {
    const traces = [];
    const data = [];
    this.node._fullData.forEach((trace, index) => {
      if (!this.frame.has(trace.name)) return;
      const moved = { name: trace.name };
      this.bring(moved);
      traces.push(index);
      data.push(moved);
    });
    const at_once = { duration: 0, redraw: false };
    const options = { mode: 'immediate', transition: { duration: 0 }, frame: at_once };
    this.Plotly.animate(this.node, { data, traces }, options).catch(() => {}); // interrupted: fine
  }

  /** After plotly has drawn from its own data again, bring back what the hand has moved. */
  again() {
    this.nodes = new Map();
    if (this.frame.size && !this.stale) this.patch(this.frame);
    this.onDrawn();
  }

  /** The layout with what the reader chose: ranges and cameras from here, legend by uirevision.
   *
   * Plotly's own memory lets a zoom drift where axes are tied by `scaleanchor`, so ranges are
   * remembered here, and its memory is turned off for axes. A camera is remembered beyond the loss
   * of a context.
   */
  kept(layout) {
    this.look();
    const revision = layout.uirevision ?? 'kept';
    if (revision !== this.revision) this.remember(null);
    this.revision = revision;
    const axes = Object.entries(layout).filter(([name]) => AXIS.test(name));
    const own = axes.map(([name, axis]) => {
      const range = this.view?.[name];
      const chosen = range ? { range: [...range], autorange: false } : {};
      return [name, { ...axis, ...chosen, uirevision: false }];
    });
    const scenes = Object.entries(layout).filter(([name]) => SCENE.test(name));
    for (const [name, sent] of scenes) {
      const scene = fitted(sent, this.node);
      this.first[name] = scene.camera;
      const camera = this.view?.[name] ?? this.first[name];
      own.push([name, { ...scene, camera: structuredClone(camera), uirevision: false }]);
    }
    const coarse = matchMedia('(pointer: coarse)').matches; // there a drag belongs to the page
    const drag = coarse ? { dragmode: false } : {};
    if (coarse) for (const [name, scene] of own) if (SCENE.test(name)) scene.dragmode = false;
    return { ...layout, ...Object.fromEntries(own), ...drag, uirevision: revision };
  }

  listen() {
    this.listening = true;
    this.node.on('plotly_relayout', (change) => {
      if (Object.keys(change ?? {}).some((key) => /^[xy]axis\d*\.range/.test(key))) {
        const full = this.node._fullLayout;
        const axes = Object.keys(full).filter((name) => AXIS.test(name));
        const ranges = Object.fromEntries(axes.map((name) => [name, [...full[name].range]]));
        this.remember({ ...this.view, ...ranges });
      }
      for (const [key, camera] of Object.entries(change ?? {})) {
        const [scene, tail] = key.split('.');
        if (SCENE.test(scene) && tail === 'camera') {
          this.remember({ ...this.view, [scene]: structuredClone(camera) });
        }
      }
      this.again();
    });
    this.node.on('plotly_relayouting', () => this.again());
    this.node.on('plotly_restyle', () => this.again()); // a click in the legend
    this.node.on('plotly_doubleclick', () => this.reset());
    this.node.on('plotly_click', ({ points }) => this.onPick(points[0]));
  }

  /** A turned scene goes on to turn a little after the hand has let go: where it looks from now. */
  look() {
    for (const scene of scenesOf(this.node)) {
      if (this.view?.[scene.id]) this.view[scene.id] = scene.getCamera();
    }
  }

  remember(view) {
    this.view = view;
    this.onView();
  }

  reset() {
    this.remember(null);
    this.still = null; // what changes is the camera
    this.draw();
  }

  /** As the figure was sent. */
  back() {
    if (!this.frame.size) return;
    this.frame = new Map();
    this.stale = true;
    this.draw();
  }

  fit() {
    const { offsetWidth, offsetHeight } = this.node;
    const fits = offsetWidth === this.drawnWidth && offsetHeight === this.drawnHeight;
    if (this.stale || !fits) this.draw();
  }

  /** Pixels of a point of the named axes inside the node, and back. */
  axes() {
    const { xaxis, yaxis } = this.node._fullLayout ?? {};
    if (!xaxis || !yaxis) return null;
    return {
      at: (x, y) => [xaxis._offset + xaxis.l2p(x), yaxis._offset + yaxis.l2p(y)],
      from: (left, top) => [xaxis.p2l(left - xaxis._offset), yaxis.p2l(top - yaxis._offset)],
      holds: (left, top) =>
        left >= xaxis._offset - 1 &&
        left <= xaxis._offset + xaxis._length + 1 &&
        top >= yaxis._offset - 1 &&
        top <= yaxis._offset + yaxis._length + 1,
      corner: [xaxis._offset, yaxis._offset],
      size: [xaxis._length, yaxis._length],
    };
  }

  /** Where point i of a trace is now, in data coordinates.
   *
   * Null where it is nowhere, undefined as long as the trace is not drawn.
   */
  pointOf([name, i]) {
    const drawn = this.node._fullData?.find((trace) => trace.name === name);
    if (!drawn) return undefined;
    const moved = this.frame.get(name);
    const [x, y] = ['x', 'y'].map((axis) => (moved?.[axis] ?? drawn[axis])?.[i] ?? null);
    return gone(x) || gone(y) ? null : [x, y];
  }

  destroy() {
    this.resizing.disconnect();
    this.turn.destroy();
    this.clear();
    this.node.remove();
  }
}
