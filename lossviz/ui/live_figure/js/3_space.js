// Plots in three dimensions: whether the browser can draw them, and the fast way to another stop.
// A surface stands still; points and lines on it are written by plotly's own objects for them, which
// spares the surface a new mesh. Where they are not found, the plot waits for the hand to let go.

const IN_SPACE = /^(surface|mesh3d|cone|streamtube|isosurface|volume|scatter3d)$/;
const NEEDS_GL = new RegExp(`${IN_SPACE.source}|gl$`);
const MOST_LOSSES = 3; // of a context, then it stays away

/** Whether this browser gives a context for WebGL now. */
function hasWebgl() {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
  letGo(context);
  return Boolean(context);
}

/** A browser has few contexts: it gets this one back at once, not when the garbage is collected. */
function letGo(context) {
  if (context && !context.isContextLost()) context.getExtension('WEBGL_lose_context')?.loseContext();
}

/** The scenes of a plot that are drawn. */
function scenesOf(node) {
  const full = node._fullLayout;
  const names = full?._subplots?.gl3d ?? [];
  return names.map((name) => full[name]?._scene).filter((scene) => scene?.glplot);
}

/** A figure without what the patch below can move. */
function stillPart({ data, layout }) {
  const still = (trace) => (trace.type === 'scatter3d' ? { ...trace, x: 0, y: 0, z: 0 } : trace);
  return { data: data.map(still), layout };
}

const PACKED = {
  i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array,
  f4: Float32Array, f8: Float64Array,
}; // prettier-ignore

/** Numbers as plotly writes them for the way: an array, or its bytes. */
function unpacked(values) {
  if (!values?.bdata) return values;
  const { buffer } = Uint8Array.from(atob(values.bdata), (c) => c.charCodeAt(0));
  return new PACKED[values.dtype](buffer);
}

/** The points or lines of one trace, and how to write a stop into them. */
class SpaceNodes {
  constructor(plot, trace) {
    this.trace = trace;
    this.scene = plot._fullLayout[trace.scene ?? 'scene']?._scene;
    this.drawn = this.scene?.traces?.[trace.uid];
  }

  write(moved) {
    if (this.trace.type !== 'scatter3d' || !this.drawn?.update || !this.scene.glplot) return false;
    Object.assign(this.trace, moved);
    this.drawn.update(this.trace);
    this.scene.glplot.redraw();
    return true;
  }

  /** Nothing is ever hidden here: a point that is a gap is not drawn. */
  unhide() {}
}
