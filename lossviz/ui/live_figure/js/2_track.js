// A track: what is on screen at every stop of one movement. Everything in it was computed by Python.

function floats(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

class Track {
  /** `patches`: per plot a list of attributes; numbers are places in one table of columns. */
  constructor({ patches, sentences, stops, values }) {
    this.sentences = sentences;
    const table = floats(values);
    const row = (columns) => (k) => Float64Array.from(columns, (column) => table[column * stops + k]);
    this.patches = patches.map((patch) =>
      patch.map(({ trace, attribute, texts, columns }) => ({
        trace,
        attribute,
        at: texts ? (k) => texts[k] : row(columns),
      })),
    );
  }

  /** What plot number `plot` shows at stop k: trace -> attribute -> values. */
  frame(plot, k) {
    const frame = new Map();
    for (const { trace, attribute, at } of this.patches[plot] ?? []) {
      if (!frame.has(trace)) frame.set(trace, {});
      frame.get(trace)[attribute] = at(k);
    }
    return frame;
  }
}
