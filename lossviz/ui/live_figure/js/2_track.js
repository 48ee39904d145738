// A track: what is on screen at every stop of one movement. Everything in it was computed by Python.

function floats(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

/** Rows of numbers (stops, m), sent as the columns that differ: `columns[j]` is the one of place j. */
function numberRows({ stops, columns, values }) {
  const flat = floats(values);
  const row = new Float64Array(columns.length);
  return (k) => {
    for (let j = 0; j < row.length; j += 1) row[j] = flat[columns[j] * stops + k];
    return row.slice();
  };
}

class Track {
  constructor({ patches, sentences }) {
    this.sentences = sentences;
    this.patches = patches.map((patch) =>
      patch.map(({ trace, attribute, texts, numbers }) => ({
        trace,
        attribute,
        at: texts ? (k) => texts[k] : numberRows(numbers),
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
