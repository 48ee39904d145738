// One component: linked plots, what moves them, sentence, table. Streamlit calls the end of this file.

const ANSWER_MS = 3000; // after that a value of the server's counts again, whatever was sent
const SETTLE_MS = 400; // no answer by then: what the hand left is made plotly's own here
const IDLE_MS = 5000;
const NUDGE_MS = 1600;

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

class LiveFigure {
  constructor(root) {
    this.root = root;
    this.plots = [];
    this.hands = new Map(); // key -> Hand
    this.tracks = new Map(); // key -> { revision, track }
    this.seal = null; // which tracks belong to which picture
    this.host = element('div', 'lossviz-plots', root);
    this.host.setAttribute('role', 'figure');
    this.host.tabIndex = -1; // takes the focus when the button below goes
    this.button = element('button', 'lossviz-reset', root);
    this.button.type = 'button';
    this.button.hidden = true;
    this.button.addEventListener('click', () => {
      for (const plot of this.plots) plot.reset();
      this.host.focus({ preventScroll: true });
    });
    this.bars = element('div', 'lossviz-sliders', root);
    this.complaint = element('p', 'lossviz-complaint', root);
    this.complaint.setAttribute('role', 'alert');
    this.sentence = element('p', 'lossviz-sentence', root);
    this.sentence.id = `lossviz-sentence-${(count += 1)}`;
    this.sentence.setAttribute('aria-hidden', 'true'); // read from its copy, once per result
    this.spoken = element('p', 'lossviz-spoken', root);
    this.spoken.id = `${this.sentence.id}-spoken`;
    this.host.setAttribute('aria-describedby', this.spoken.id);
    // announced only from the second result on: a reader who arrives reads in order
    requestAnimationFrame(() => this.spoken.setAttribute('role', 'status'));
    this.twin = new TableTwin(root);
  }

  async update({ data, setStateValue }) {
    this.send = (message) => setStateValue('moved', message);
    if (this.isOld(data)) return; // the answer to what came after it is on its way
    this.data = data;
    this.heard();
    for (const hand of [...this.hands.values(), this.plane]) if (hand) hand.said = null;
    this.words(data);
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
    if (this.data !== data || this.gone) return; // a newer result has come meanwhile
    this.draw();
    this.lend();
  }

  /** Whether `data` answer a message that a later one has overtaken. */
  isOld(data) {
    const open = this.said && performance.now() - this.saidAt < ANSWER_MS;
    return Boolean(open && this.data && data.answered < this.said);
  }

  words({ alt, sentence, table, words }) {
    this.host.setAttribute('aria-label', alt);
    write(this.button, words.reset);
    if (!this.inHand()) write(this.sentence, sentence);
    write(this.spoken, sentence);
    this.twin.show(words.table, table);
  }

  withoutPlots() {
    this.arrange([]);
    this.host.hidden = true;
    this.lend();
  }

  arrange(plots) {
    while (this.plots.length > plots.length) this.plots.pop().destroy();
    while (this.plots.length < plots.length) {
      const plot = new Plot({
        onView: () => this.offerReset(),
        onDrawn: () => this.place(),
        onPick: (point) => this.pick(point),
      });
      this.plots.push(plot);
      this.host.appendChild(plot.node);
    }
    this.plots.forEach((plot, i) => plot.place(plots[i].box));
    this.offerReset();
  }

  draw() {
    clearTimeout(this.settling);
    const theme = pageTheme(this.root, this.data.dark);
    const same = JSON.stringify(theme) === JSON.stringify(this.theme);
    if (!same) this.theme = theme;
    const { plots, words } = this.data;
    this.plots.forEach((plot, i) => {
      plot.show(this.Plotly, plots[i].figure, this.theme, words);
    });
  }

  /** Give the hands what they can move. */
  lend() {
    const { hands, plane, words } = this.data;
    this.endNudge?.();
    const keys = new Set(hands.map((hand) => hand.key));
    for (const [key, hand] of this.hands) {
      if (!keys.has(key)) {
        hand.destroy();
        this.hands.delete(key);
      }
    }
    for (const data of hands) {
      if (!this.hands.has(data.key)) this.hands.set(data.key, new Hand(this));
      this.hands.get(data.key).update(data, this.plots, words);
    }
    if (plane && this.plots.length) {
      this.plane ??= new PlaneHand(this);
      this.plane.update(plane, this.plots);
    } else {
      this.plane?.destroy();
      this.plane = null;
    }
    this.follow();
    this.idle();
  }

  /** Which tracks count now. */
  sealed(seal) {
    this.seal = seal;
    this.follow();
  }

  /** A run that lands in a drag moves nothing: what is in the hand is shown again. */
  follow() {
    const held = this.inHand();
    if (held instanceof Hand) this.show(held, held.k);
  }

  inHand() {
    if (this.plane?.held) return this.plane;
    return [...this.hands.values()].find((hand) => hand.held) ?? null;
  }

  place() {
    for (const hand of this.hands.values()) hand.place();
    this.plane?.place();
  }

  // ---- moving ----

  track(hand) {
    const own = this.tracks.get(hand.data.key);
    const { seal, data } = this;
    const counts = own && seal && seal.picture === data.picture;
    return counts && seal.tracks[hand.data.key] === own.revision ? own.track : null;
  }

  /** Stop k of one hand on screen: every plot, the sentence, and the other grips. */
  show(hand, k, { silent = false } = {}) {
    const track = this.track(hand);
    if (!track) return false;
    this.plots.forEach((plot, i) => plot.move(track.frame(i, k)));
    if (!silent) write(this.sentence, track.sentences[k]);
    const says = hand.data.says ?? {};
    for (const other of this.hands.values()) {
      const key = other.data.key;
      if (other !== hand && key in says) other.stand(says[key][k]);
      if (other !== hand) other.place();
    }
    this.plane?.ride();
    window.lossvizShown = (window.lossvizShown ?? 0) + 1;
    return true;
  }

  /** Bars and grips of the controls that another hand moves. */
  stand(says) {
    for (const [key, hand] of this.hands) {
      if (!(key in says)) continue;
      hand.stand(says[key]);
      hand.place();
    }
  }

  /** What Python answers while a handle moves both ways. */
  answer({ number, sentence, ...answer }) {
    this.heard();
    if (!this.plane?.answered(number)) return;
    const track = new Track({ ...answer, sentences: [sentence] });
    this.plots.forEach((plot, i) => plot.move(track.frame(i, 0)));
    for (const hand of this.hands.values()) hand.place();
    write(this.sentence, sentence);
  }

  touched() {
    clearTimeout(this.idling);
    this.wasTouched = true;
    this.endNudge?.();
    write(this.complaint, '');
  }

  /** The hand has come to rest: one message. */
  rest(hand) {
    const values = hand.says();
    const before = hand.said ?? this.resting(hand);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLE_MS);
    if (JSON.stringify(values) === JSON.stringify(before)) {
      if (hand instanceof PlaneHand) this.say(values); // what was asked meanwhile must not stay
      else if (!hand.said) this.back();
      return;
    }
    hand.said = values;
    this.say(values);
  }

  /** A hand is where it was before it moved: so is the picture, also what its movement took away. */
  back() {
    if (this.inHand() || this.said > this.data.answered) return;
    for (const plot of this.plots) plot.back();
    for (const hand of this.hands.values()) hand.stand(hand.data.value);
    this.place();
    this.plane?.ride();
    write(this.sentence, this.data.sentence);
  }

  /** What the server believes a hand to be at. */
  resting({ data }) {
    if (data.says) return Object.fromEntries(Object.keys(data.says).map((key) => [key, this.data.values[key]]));
    return data.x_key ? { [data.x_key]: data.x, [data.y_key]: data.y } : { [data.key]: data.value };
  }

  settle() {
    if (this.inHand() || this.gone) return;
    for (const plot of this.plots) if (plot.frame.size) plot.draw();
    write(this.spoken, this.sentence.textContent);
  }

  /** Later numbers are greater, also after a page was left and opened again. */
  next() {
    this.number = Math.max(Date.now(), (this.number ?? 0) + 1);
    return this.number;
  }

  /** A question of a handle that moves both ways: by a route that runs no script, if there is one. */
  ask(values, [x, y]) {
    if (this.noRoute) return this.say(values, true);
    const number = this.next();
    const route = `lossviz/answer/${this.data.figure}/${x}/${y}${window.location.search}`;
    fetch(new URL(route, window.location.href))
      .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
      .then((answer) => this.answer({ ...answer, number }))
      .catch(() => {
        this.noRoute = true; // from now on by messages, which say what is wrong
        this.plane?.again();
      });
    return number;
  }

  /** The way to Python: control -> value. `held` asks for an answer, and decides nothing. */
  say(values, held = false) {
    const number = this.next();
    if (!held) {
      this.said = number;
      this.saidAt = performance.now();
    }
    this.send({ values, held, number });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.complain(this.data.words.gone), ANSWER_MS + 1000);
    return number;
  }

  heard() {
    clearTimeout(this.waiting);
    if (this.complaint.textContent === this.data.words.gone) write(this.complaint, '');
  }

  complain(text) {
    write(this.complaint, text);
  }

  pick(point) {
    const control = this.data.picks[point.data.name];
    if (control) this.say({ [control]: point.pointNumber + 1 });
  }

  /** Once, to a reader who has not touched anything: the thing to drag stirs. */
  idle() {
    clearTimeout(this.idling);
    const hand = [...this.hands.values()].find(({ data }) => data.nudge !== null);
    if (!hand || this.wasTouched || calm()) return;
    this.idling = setTimeout(() => this.nudge(hand), IDLE_MS);
  }

  nudge(hand) {
    const away = hand.nearest(hand.data.nudge);
    const begin = performance.now();
    const stir = (k) => {
      this.show(hand, k, { silent: true });
      hand.placeGrip(k, hand.data.stops[k]);
    };
    let frame = null;
    const tick = (now) => {
      const part = (now - begin) / NUDGE_MS;
      if (part >= 1 || this.gone) return this.endNudge();
      stir(Math.round(hand.k + (away - hand.k) * Math.sin(Math.PI * part)));
      frame = requestAnimationFrame(tick);
    };
    this.wasTouched = true; // not again
    this.endNudge = () => {
      cancelAnimationFrame(frame);
      this.endNudge = null;
      if (!this.gone) stir(hand.k);
    };
    frame = requestAnimationFrame(tick);
  }

  offerReset() {
    this.button.hidden = !this.plots.some((plot) => plot.view);
  }

  /** The figure is shown elsewhere now; Streamlit may leave the old place on the page, dead. */
  vacate() {
    this.destroy();
    this.root.replaceChildren();
  }

  destroy() {
    this.gone = true;
    for (const timer of [this.settling, this.waiting, this.idling]) clearTimeout(timer);
    for (const hand of this.hands.values()) hand.destroy();
    this.plane?.destroy();
    this.arrange([]);
  }
}

// ---- what comes from Python ---------------------------------------------------------------------
//
// This module is sent once, with a component that shows nothing. What Python has to say comes in
// components of a few bytes of code (see `post.js`): a figure, and without anything to see, a track,
// a seal or an answer for it. They are messages of their own so that the figure never waits.

const figures = (window.lossvizFigures ??= new Map()); // name -> LiveFigure
const early = new Map(); // name -> messages that came before the figure

const RECEIVE = {
  track: (live, { hand, revision, ...track }) =>
    live.tracks.set(hand, { revision, track: new Track(track) }),
  seal: (live, seal) => live.sealed(seal),
  answer: (live, answer) => live.answer(answer),
};

function receive(data) {
  const live = figures.get(data.figure);
  if (live) RECEIVE[data.kind](live, data);
  else early.set(data.figure, [...(early.get(data.figure) ?? []), data]);
}

function showFigure(component, root) {
  const { data } = component;
  let live = figures.get(data.figure);
  if (live?.root !== root) {
    live?.vacate();
    live = new LiveFigure(root);
    figures.set(data.figure, live);
  }
  live.update(component);
  for (const message of early.get(data.figure) ?? []) receive(message);
  early.delete(data.figure);
}

const rootOf = (component) => component.parentElement.querySelector('.lossviz-live');

function arrive(component) {
  if (component.data.kind === 'figure') showFigure(component, rootOf(component));
  else receive(component.data);
}

/** Streamlit also runs the cleanup of a call that a newer one overtook, with the node in place. */
function leave({ data }) {
  const live = figures.get(data.figure);
  if (data.kind !== 'figure' || !live || live.root.isConnected) return;
  live.destroy();
  figures.delete(data.figure);
}

if (!window.lossvizPost?.arrive) {
  const waiting = window.lossvizPost ?? [];
  window.lossvizPost = { arrive, leave };
  waiting.forEach(arrive);
}

export default function () {}
