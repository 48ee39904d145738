// The figure that moves: one plotly.js graph per plot, kept from run to run of the Python script.
// No mathematics here, and no markup made of data: text goes through textContent.

const TRANSPARENT = 'rgba(0,0,0,0)';
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, responsive: false };
const AXIS = /^[xy]axis\d*$/;

// ---- plotly.js, the copy that Streamlit serves -------------------------------------------------

/** Where Streamlit's own scripts come from, whatever the address of the page. */
function scriptFolder() {
  const own = document.querySelector('script[type=module][src*="static/js/"]');
  return own ? new URL('.', own.src) : new URL('static/js/', document.baseURI);
}

async function loadPlotly(name) {
  await import(new URL(name, scriptFolder()).href);
  if (!window.Plotly) throw new Error(`${name} brought no Plotly`);
  return window.Plotly;
}

// ---- colours -----------------------------------------------------------------------------------

/** The colours of the page as Streamlit states them, and `translate`: light colour -> dark one. */
function pageTheme(node, dark) {
  const style = getComputedStyle(node);
  const variable = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return {
    translate: style.colorScheme.includes('dark') ? dark : {},
    text: variable('text-color'),
    font: variable('font'),
    line: variable('border-color'),
    background: variable('background-color'),
  };
}

/** A copy in which every string that is a key of `translate` is replaced by its value. */
function translated(value, translate) {
  if (typeof value === 'string') return Object.hasOwn(translate, value) ? translate[value] : value;
  if (Array.isArray(value)) return value.map((item) => translated(item, translate));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, translated(v, translate)]));
}

/** The layout on this page: what the figure leaves open comes from the theme. */
function dressed(layout, theme) {
  const { width, height, ...rest } = layout; // the box decides
  const axis = { gridcolor: theme.line, zerolinecolor: theme.line, linecolor: theme.line };
  const template = rest.template?.layout ?? {};
  return {
    ...rest,
    autosize: true,
    paper_bgcolor: TRANSPARENT,
    plot_bgcolor: TRANSPARENT,
    template: {
      ...rest.template,
      layout: {
        ...template,
        font: { ...template.font, family: theme.font, color: theme.text },
        hoverlabel: { bgcolor: theme.background, ...template.hoverlabel },
        xaxis: { ...template.xaxis, ...axis },
        yaxis: { ...template.yaxis, ...axis },
      },
    },
  };
}

// ---- one plot ----------------------------------------------------------------------------------

class Plot {
  constructor(onView) {
    this.node = document.createElement('div');
    this.node.className = 'lossviz-plot';
    this.source = null; // the figure as JSON
    this.view = null; // ranges the reader chose: axis name -> [low, high]
    this.revision = undefined; // layout.uirevision these belong to
    this.stale = true;
    this.onView = onView;
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(this.node);
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

  show(Plotly, source, theme) {
    this.stale ||= source !== this.source || theme !== this.theme;
    Object.assign(this, { Plotly, source, theme });
    if (this.stale) this.draw();
  }

  /** A hidden tab has no size: the plot waits for its first one. */
  draw() {
    if (!this.Plotly || !this.node.offsetWidth || !this.node.offsetHeight) return;
    const figure = translated(JSON.parse(this.source), this.theme.translate);
    const layout = this.kept(dressed(figure.layout, this.theme));
    this.drawnWidth = this.node.offsetWidth;
    this.drawnHeight = this.node.offsetHeight;
    this.stale = false;
    const first = !this.node.classList.contains('js-plotly-plot');
    this.Plotly.react(this.node, figure.data, layout, CONFIG);
    if (first) this.listen();
  }

  /** The layout with what the reader chose: ranges from here, legend and camera by uirevision.
   *
   * Plotly's own memory lets a zoom drift where axes are tied by `scaleanchor`, so ranges are
   * remembered here, and its memory is turned off for axes.
   */
  kept(layout) {
    const revision = layout.uirevision ?? 'kept';
    if (revision !== this.revision) this.remember(null);
    this.revision = revision;
    const axes = Object.entries(layout).filter(([name]) => AXIS.test(name));
    const own = axes.map(([name, axis]) => {
      const range = this.view?.[name];
      const chosen = range ? { range: [...range], autorange: false } : {};
      return [name, { ...axis, ...chosen, uirevision: false }];
    });
    const coarse = matchMedia('(pointer: coarse)').matches; // there a drag belongs to the page
    const drag = coarse ? { dragmode: false } : {};
    return { ...layout, ...Object.fromEntries(own), ...drag, uirevision: revision };
  }

  listen() {
    this.node.on('plotly_relayout', (change) => {
      if (!Object.keys(change ?? {}).some((key) => /^[xy]axis\d*\.range/.test(key))) return;
      const full = this.node._fullLayout;
      const axes = Object.keys(full).filter((name) => AXIS.test(name));
      this.remember(Object.fromEntries(axes.map((name) => [name, [...full[name].range]])));
    });
    this.node.on('plotly_doubleclick', () => this.reset());
  }

  remember(view) {
    this.view = view;
    this.onView();
  }

  reset() {
    this.remember(null);
    this.draw();
  }

  fit() {
    const { offsetWidth, offsetHeight } = this.node;
    const fits = offsetWidth === this.drawnWidth && offsetHeight === this.drawnHeight;
    if (this.stale || !fits) this.draw();
  }

  destroy() {
    this.resizing.disconnect();
    this.Plotly?.purge(this.node);
    this.node.remove();
  }
}

// ---- sliders -----------------------------------------------------------------------------------

const ANSWER_MS = 3000; // after that a value of the server's counts again, whatever was sent

/** A slider of the page's own element, named and moved by keys as any; speaks when it rests. */
class Slider {
  constructor(parent, send) {
    this.label = element('label', 'lossviz-slider', parent);
    this.name = element('span', 'lossviz-slider-name', this.label);
    this.output = element('span', 'lossviz-slider-value', this.label);
    this.output.setAttribute('aria-hidden', 'true'); // the slider itself says its value
    this.input = element('input', '', this.label);
    this.input.type = 'range';
    this.input.addEventListener('input', () => this.say(this.inHand()));
    this.input.addEventListener('change', () => {
      this.sent = { value: this.input.value, at: performance.now() };
      send(this.data.key, Number(this.input.value));
    });
  }

  inHand() {
    return Number(this.input.value).toFixed(this.data.decimals).replace('-', '\u2212');
  }

  say(text) {
    write(this.output, text);
    this.input.setAttribute('aria-valuetext', text);
  }

  show(data) {
    this.data = data;
    write(this.name, data.label);
    Object.assign(this.input, { min: data.low, max: data.high, step: data.step });
    // an answer to an older move must not take the thumb back under the hand
    const probe = this.input.cloneNode();
    probe.value = data.value;
    const waiting = this.sent && performance.now() - this.sent.at < ANSWER_MS;
    if (waiting && probe.value !== this.sent.value) return;
    this.sent = null;
    this.input.value = data.value;
    this.say(data.text);
  }
}

// ---- the words beside the plots ----------------------------------------------------------------

let count = 0;

function element(tag, className, parent) {
  const node = document.createElement(tag);
  node.className = className;
  parent.appendChild(node);
  return node;
}

/** Writes only what is new, so that a live region speaks once per result. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The table twin; its rows are made when it is open. */
class TableTwin {
  constructor(parent) {
    this.details = element('details', 'lossviz-details', parent);
    this.summary = element('summary', '', this.details);
    this.scroll = element('div', 'lossviz-scroll', this.details);
    this.scroll.tabIndex = 0; // so that the arrow keys scroll it
    this.scroll.setAttribute('role', 'region');
    this.details.addEventListener('toggle', () => this.fill());
  }

  show(title, table) {
    write(this.summary, title);
    this.scroll.setAttribute('aria-label', title);
    this.table = table;
    this.fill();
  }

  fill() {
    const source = JSON.stringify(this.table);
    if (!this.details.open || source === this.source) return;
    this.source = source;
    const table = document.createElement('table');
    table.className = 'lossviz-table';
    const head = element('tr', '', element('thead', '', table));
    for (const name of this.table.columns) {
      const cell = element('th', '', head);
      cell.scope = 'col';
      cell.textContent = name;
    }
    const body = element('tbody', '', table);
    for (const row of this.table.rows) {
      const line = element('tr', '', body);
      for (const text of row) element('td', '', line).textContent = text;
    }
    this.scroll.replaceChildren(table);
  }
}

// ---- one component: linked plots, sentence, table ----------------------------------------------

class LiveFigure {
  constructor(root) {
    this.root = root;
    this.plots = [];
    this.host = element('div', 'lossviz-plots', root);
    this.host.setAttribute('role', 'img');
    this.host.tabIndex = -1; // takes the focus when the button below goes
    this.button = element('button', 'lossviz-reset', root);
    this.button.type = 'button';
    this.button.hidden = true;
    this.button.addEventListener('click', () => {
      for (const plot of this.plots) plot.reset();
      this.host.focus({ preventScroll: true });
    });
    this.hand = element('div', 'lossviz-sliders', root);
    this.sliders = [];
    this.sentence = element('p', 'lossviz-sentence', root);
    this.sentence.id = `lossviz-sentence-${(count += 1)}`;
    this.host.setAttribute('aria-describedby', this.sentence.id);
    // announced only from the second result on: a reader who arrives reads in order
    requestAnimationFrame(() => this.sentence.setAttribute('role', 'status'));
    this.twin = new TableTwin(root);
  }

  async update({ data, setStateValue }) {
    this.data = data;
    this.words(data);
    this.slide(data.sliders, setStateValue);
    if (!data.plotlyJs || this.failed) return this.withoutPlots();
    this.arrange(data.plots);
    try {
      this.Plotly ??= await loadPlotly(data.plotlyJs);
    } catch (error) {
      if (this.failed) return;
      this.failed = true;
      console.warn('lossviz: plotly.js did not load, plain charts instead.', error);
      this.withoutPlots();
      setStateValue('failed', true);
      return;
    }
    if (this.data === data && !this.gone) this.draw(); // else a newer result has come meanwhile
  }

  words({ alt, sentence, table, words }) {
    this.host.setAttribute('aria-label', alt);
    write(this.button, words.reset);
    write(this.sentence, sentence);
    this.twin.show(words.table, table);
  }

  slide(sliders, setStateValue) {
    // the time makes every move a new one, also back to where it was
    this.send = (key, value) => setStateValue('slid', { key, value, at: Date.now() });
    while (this.sliders.length > sliders.length) this.sliders.pop().label.remove();
    while (this.sliders.length < sliders.length) {
      this.sliders.push(new Slider(this.hand, (key, value) => this.send(key, value)));
    }
    this.sliders.forEach((slider, i) => slider.show(sliders[i]));
  }

  withoutPlots() {
    this.arrange([]);
    this.host.hidden = true;
  }

  arrange(plots) {
    while (this.plots.length > plots.length) this.plots.pop().destroy();
    while (this.plots.length < plots.length) {
      const plot = new Plot(() => this.offerReset());
      this.plots.push(plot);
      this.host.appendChild(plot.node);
    }
    this.plots.forEach((plot, i) => plot.place(plots[i].box));
    this.offerReset();
  }

  draw() {
    const theme = pageTheme(this.root, this.data.dark);
    const same = JSON.stringify(theme) === JSON.stringify(this.theme);
    if (!same) this.theme = theme;
    this.plots.forEach((plot, i) => plot.show(this.Plotly, this.data.plots[i].figure, this.theme));
  }

  offerReset() {
    this.button.hidden = !this.plots.some((plot) => plot.view);
  }

  destroy() {
    this.gone = true;
    this.arrange([]);
  }
}

// ---- Streamlit calls this at mount, when the data change and when the theme changes -------------

const mounted = new WeakMap(); // root node -> LiveFigure

export default function (component) {
  const root = component.parentElement.querySelector('.lossviz-live');
  if (!mounted.has(root)) mounted.set(root, new LiveFigure(root));
  const live = mounted.get(root);
  live.update(component);
  // Streamlit also runs the cleanup of a call that a newer one overtook, with the node in place.
  return () => {
    if (!root.isConnected) live.destroy();
  };
}
