// One movement of the hand: its stops, its track, the bar and the grip that move it.

const KEY_REST_MS = 250; // keys pressed one after the other are one movement
const MAGNET = 0.025; // of the range

class Hand {
  /** `figure` shows stops, and is told when the hand has come to rest. */
  constructor(figure) {
    this.figure = figure;
    this.held = false;
    this.bar = null;
    this.grip = null;
    this.act = {
      grab: () => this.hold(),
      drag: (k) => this.go(k),
      slide: (k) => this.slide(k),
      drop: () => this.release(),
      type: (text) => this.type(text),
      restore: () => this.place(),
    };
  }

  update(data, plots, words) {
    this.arriveNow(); // what is wanted is the number of one of the old stops
    this.data = data;
    this.words = words;
    if (data.slider) {
      this.bar ??= new Bar(this.figure.bars, this.act);
      this.bar.update(data, words);
    } else this.dropBar();
    this.stand(this.held ? this.value : data.value);
    const plot = data.handle && plots[data.handle.plot];
    if (plot) {
      this.grip ??= new Grip({
        grab: this.act.grab,
        drag: (x, y) => this.go(this.nearest(this.data.handle.along === 'x' ? x : y, true)),
        drop: this.act.drop,
        key: (key) => this.key(key),
      });
      this.grip.update({ ...data.handle, plot }, this.saying());
    } else this.dropGrip();
    this.place();
  }

  /** Where along its way a stop is, in the coordinate the pointer moves. */
  coordinate(k) {
    const { handle, stops } = this.data;
    const along = handle?.[handle.along];
    return Array.isArray(along) ? along[k] : stops[k];
  }

  nearest(coordinate, drawn = false) {
    const { stops, magnets } = this.data;
    let best = 0;
    for (let k = 1; k <= this.last; k += 1) {
      const nearer = Math.abs(this.coordinate(k) - coordinate);
      if (nearer < Math.abs(this.coordinate(best) - coordinate)) best = k;
    }
    if (!drawn) return best;
    const reach = MAGNET * (stops[this.last] - stops[0]);
    const pulled = magnets.find((magnet) => Math.abs(stops[best] - magnet) <= reach);
    return pulled === undefined ? best : stops.findIndex((stop) => Math.abs(stop - pulled) < 1e-9);
  }

  /** Be at a value, a stop or not, without showing anything. */
  stand(value) {
    this.value = value;
    this.last = this.data.stops.length - 1;
    this.k = this.nearestStop(value);
  }

  nearestStop(value) {
    const distance = this.data.stops.map((stop) => Math.abs(stop - value));
    return distance.indexOf(Math.min(...distance));
  }

  saying() {
    const { stops, unit } = this.data;
    return { low: stops[0], high: stops[this.last], now: this.value, text: `${this.inHand()} ${unit}`.trim() };
  }

  inHand() {
    return spoken(this.value, this.data.decimals);
  }

  /** Put bar and grip where the hand is. */
  place() {
    const saying = this.saying();
    this.bar?.place(this.k, saying.text, this.inHand());
    this.grip?.tell(saying);
    this.placeGrip(this.k, this.value);
  }

  placeGrip(k, value) {
    const { handle } = this.data;
    if (handle?.rides && this.grip) {
      const ridden = this.grip.plot.pointOf(handle.rides);
      return ridden ? this.grip.place(...ridden) : this.grip.hide();
    }
    const at = (axis) => {
      if (Array.isArray(handle[axis])) return handle[axis][k];
      return axis === handle.along && handle[axis] === null ? value : handle[axis];
    };
    this.grip?.place(at('x'), at('y'));
  }

  hold() {
    this.held = true;
    this.figure.touched();
    this.bar?.stop();
    clearTimeout(this.timer);
  }

  /** The thumb of the bar, by pointer or by keys, which do not say when they begin. */
  slide(k) {
    this.hold();
    this.go(k);
  }

  /** To stop k: on screen in the next frame. */
  go(k) {
    this.wanted = Math.max(0, Math.min(this.last, k));
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.arrive(this.wanted);
    });
  }

  arrive(k) {
    this.k = k;
    this.value = this.data.stops[k];
    this.figure.show(this, k);
    this.place(); // after the plot: a whole curve as a grip lies on what is drawn
  }

  key(key) {
    const [dx, dy] = KEYS[key] ?? [0, 0];
    const way = Math.sign(this.coordinate(this.last) - this.coordinate(0)) || 1;
    const from = this.frame ? this.wanted : this.k;
    this.hold();
    if (key === 'Home') this.go(0);
    else if (key === 'End') this.go(this.last);
    else this.go(from + (dx + dy) * way);
    this.timer = setTimeout(() => this.release(), KEY_REST_MS);
  }

  /** What the next frame would bring. */
  arriveNow() {
    if (!this.frame) return;
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.arrive(this.wanted);
  }

  release() {
    this.arriveNow();
    clearTimeout(this.timer);
    // a slider moved by keys says "change" at every step: one message for all of them
    this.timer = setTimeout(() => {
      this.held = false;
      this.figure.rest(this);
    }, this.bar && document.activeElement === this.bar.range ? KEY_REST_MS : 0);
  }

  type(text) {
    const { stops } = this.data;
    const value = Number(text.trim().replace('\u2212', '-').replace(',', '.') || NaN);
    if (!(value >= stops[0] && value <= stops[this.last])) {
      const { needs } = this.words;
      const range = [stops[0], stops[this.last]].map((stop) => spoken(stop, this.data.decimals));
      this.figure.complain(needs.replace('{low}', range[0]).replace('{high}', range[1]));
      this.bar.typed.value = this.inHand();
      return;
    }
    this.figure.touched();
    const { key } = this.data;
    const says = this.says(this.nearestStop(value)); // also what else a stop stands for
    this.figure.say(key in says ? { ...says, [key]: value } : says);
  }

  /** What stop k stands for: control -> value. */
  says(k = this.k) {
    const { says, key } = this.data;
    if (!says) return { [key]: this.value };
    return Object.fromEntries(Object.entries(says).map(([control, all]) => [control, all[k]]));
  }

  dropBar() {
    this.bar?.destroy();
    this.bar = null;
  }

  dropGrip() {
    this.grip?.destroy();
    this.grip = null;
  }

  destroy() {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.dropBar();
    this.dropGrip();
  }
}
