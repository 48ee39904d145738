// What the figure takes from the page: Streamlit's plotly.js, its colours, small DOM helpers.

const TRANSPARENT = 'rgba(0,0,0,0)';
const CONFIG = {
  displayModeBar: false, scrollZoom: false, doubleClick: false, responsive: false,
  // as many pixels as the screen has; by itself plotly draws four for each of a plain screen
  plotGlPixelRatio: Math.min(2, Math.max(1, window.devicePixelRatio)),
}; // prettier-ignore
const AXIS = /^[xy]axis\d*$/;
const SCENE = /^scene\d*$/;
const SVG = 'http://www.w3.org/2000/svg';

let count = 0; // of the ids given away

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
        scene: { xaxis: axis, yaxis: axis, zaxis: axis, ...template.scene },
      },
    },
  };
}

/** Some readers ask their system for less motion: nothing then moves by itself. */
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

function element(tag, className, parent) {
  const node = document.createElement(tag);
  node.className = className;
  parent.appendChild(node);
  return node;
}

function shape(tag, className, parent) {
  const node = document.createElementNS(SVG, tag);
  node.setAttribute('class', className);
  parent.appendChild(node);
  return node;
}

/** Writes only what is new, so that a live region speaks once per result. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A number as readers see it: fixed decimals, a true minus sign. */
const spoken = (value, decimals) => value.toFixed(decimals).replace('-', '\u2212');
