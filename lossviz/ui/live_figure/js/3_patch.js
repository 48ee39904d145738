// The fast way to another stop: plotly's own SVG nodes are written, 100 times faster than a redraw.
// It leans on how plotly 4 draws scatter traces; where a trace is not drawn like that, `move` says
// no and the plot takes the public, slower way. `window.lossvizNoPatch` turns it off.

const px = (value) => Math.round(value * 100) / 100;
const gone = (value) => value === null || Number.isNaN(value);

/** The path of a line with gaps, in pixels; closed per piece for a filled outline. */
function pathOf(x, y, toX, toY, closed) {
  let path = '';
  let pen = 'M';
  for (let i = 0; i < x.length; i += 1) {
    if (gone(x[i]) || gone(y[i])) {
      if (closed && pen === 'L') path += 'Z';
      pen = 'M';
    } else {
      path += `${pen}${px(toX(x[i]))},${px(toY(y[i]))}`;
      pen = 'L';
    }
  }
  return closed && pen === 'L' ? `${path}Z` : path;
}

function discOf(diameter) {
  const r = px(diameter / 2);
  return `M${r},0A${r},${r} 0 1,1 0,-${r}A${r},${r} 0 0,1 ${r},0Z`;
}

/** The nodes of one trace, and how to write a stop into them. */
class TraceNodes {
  constructor(plot, trace) {
    const name = (axis) => axis.replace(/^([xy])/, '$1axis');
    this.trace = trace;
    this.xAxis = plot._fullLayout[name(trace.xaxis ?? 'x')];
    this.yAxis = plot._fullLayout[name(trace.yaxis ?? 'y')];
    const group = plot.querySelector(`.scatterlayer .trace${trace.uid}`);
    const all = (selector) => [...(group?.querySelectorAll(selector) ?? [])];
    this.group = group;
    this.lines = all('.js-line');
    this.fills = all('.js-fill');
    this.points = all('.points .point');
    this.texts = all('.textpoint text');
  }

  /** Whether this trace is drawn as expected, for values that move this way. */
  fits(x, y) {
    const { trace, lines, fills, points, texts } = this;
    const has = (mode) => trace.mode.includes(mode);
    if (!this.group || trace.type !== 'scatter' || this.xAxis.type !== 'linear') return false;
    if (has('lines') && !lines.length) return false;
    if (!['none', 'toself', 'tozeroy', undefined].includes(trace.fill)) return false;
    if (trace.fill && trace.fill !== 'none' && !fills.length) return false;
    if (has('markers') && points.length !== x.length) return false;
    return !has('text') || texts.length === y.length;
  }

  write(moved) {
    const { trace } = this;
    const [x, y] = [moved.x ?? trace.x, moved.y ?? trace.y];
    if (!this.fits(x, y)) return false;
    const toX = (value) => this.xAxis.l2p(value);
    const toY = (value) => this.yAxis.l2p(value);
    if (trace.mode.includes('lines')) this.drawLine(x, y, toX, toY);
    if (trace.mode.includes('markers')) this.drawPoints(x, y, toX, toY, moved['marker.size']);
    if (trace.mode.includes('text')) this.drawTexts(x, y, toX, toY, moved.text);
    return true;
  }

  drawLine(x, y, toX, toY) {
    const own = this.trace.fill === 'toself';
    const path = pathOf(x, y, toX, toY, own);
    this.lines.forEach((node, i) => node.setAttribute('d', i ? '' : path)); // plotly: one per piece
    const floor = px(toY(0));
    const ends = `L${px(toX(x[x.length - 1]))},${floor}L${px(toX(x[0]))},${floor}Z`;
    this.fills.forEach((node, i) => node.setAttribute('d', i ? '' : path + (own ? '' : ends)));
  }

  /** Whether there is something to draw at a place; a node without is hidden. */
  stands(node, x, y) {
    const away = gone(x) || gone(y);
    node.style.display = away ? 'none' : '';
    if (!away) node.removeAttribute('display'); // plotly's word for outside of the axes
    return !away;
  }

  /** Before plotly draws again: it gives nodes to other points, and does not know of hidden ones. */
  unhide() {
    for (const node of [...this.points, ...this.texts]) node.style.display = '';
  }

  drawPoints(x, y, toX, toY, size) {
    this.points.forEach((node, i) => {
      const here = this.stands(node, x[i], y[i]);
      if (here) node.setAttribute('transform', `translate(${px(toX(x[i]))},${px(toY(y[i]))})`);
      if (size) node.setAttribute('d', discOf(size[i]));
    });
  }

  drawTexts(x, y, toX, toY, texts) {
    this.texts.forEach((node, i) => {
      if (!this.stands(node, x[i], y[i])) return;
      const lines = node.querySelectorAll('tspan.line');
      for (const one of [node, ...lines]) {
        one.setAttribute('x', px(toX(x[i])));
        one.setAttribute('y', px(toY(y[i])));
      }
      if (!texts) return;
      if (lines.length) texts[i].split('<br>').forEach((line, n) => write(lines[n], line));
      else write(node, texts[i]);
    });
  }
}
