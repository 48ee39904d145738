// A handle that moves both ways. It asks Python for the answer: one question at a time, and once
// more, authoritatively, when the hand lets go. The handle itself follows at the screen's rate.

const ASK_MS = 66;

/** The nearest point to [x, y] of a convex room with `corners`, anticlockwise; none: anywhere. */
function nearestWithin(corners, [x, y]) {
  const sides = corners.map((from, i) => [from, corners[(i + 1) % corners.length]]);
  const leftOf = ([[ax, ay], [bx, by]]) => (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0;
  if (sides.every(leftOf)) return [x, y];
  const points = sides.map(([[ax, ay], [bx, by]]) => {
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
    const share = Math.max(0, Math.min(1, along));
    return [ax + share * (bx - ax), ay + share * (by - ay)];
  });
  const far = ([px, py]) => Math.hypot(px - x, py - y);
  return points.reduce((best, point) => (far(point) < far(best) ? point : best));
}

class PlaneHand {
  constructor(figure) {
    this.figure = figure;
    this.held = false;
    this.trip = 30; // ms, measured
    this.grip = new Grip({
      grab: () => this.hold(),
      drag: (x, y) => this.go(x, y),
      drop: () => this.release(),
      key: (key, far) => this.key(key, far),
    });
  }

  update(data, plots) {
    this.data = data;
    if (!this.held) this.at = [data.x, data.y];
    this.grip.update({ label: data.label, trace: '', plot: plots[data.plot] }, this.saying());
    this.place();
  }

  saying() {
    const { words, y_range: range } = this.data;
    const [x, y] = this.at.map((value) => spoken(value, this.data.decimals));
    return { low: range[0], high: range[1], now: this.at[1], text: words.replace('{x}', x).replace('{y}', y) };
  }

  place() {
    this.grip.tell(this.saying());
    this.grip.place(...this.at);
  }

  /** Another hand moves: go to the point this ring sits on. */
  ride() {
    const { rides } = this.data;
    if (!rides) return;
    const ridden = this.grip.plot.pointOf(rides);
    this.at = ridden ?? this.at;
    this.place();
    if (ridden === null) this.grip.hide();
  }

  hold() {
    this.held = true;
    this.figure.touched();
  }

  go(x, y) {
    const { x_range, y_range, x_step, y_step } = this.data;
    const snap = (value, [low, high], step) =>
      Math.max(low, Math.min(high, Math.round(value / step) * step));
    const spot = [snap(x, x_range, x_step), snap(y, y_range, y_step)];
    this.at = nearestWithin(this.data.within, spot);
    this.place();
    this.figure.stand(this.says());
    this.ask();
  }

  key(key, far) {
    const { x_step, y_step, x_range, y_range } = this.data;
    if (key === 'Home' || key === 'End') return;
    const [dx, dy] = KEYS[key].map((way) => way * (far ? 10 : 1));
    this.held = true;
    this.figure.touched();
    const clip = (value, [low, high]) => Math.max(low, Math.min(high, value));
    const spot = [clip(this.at[0] + dx * x_step, x_range), clip(this.at[1] + dy * y_step, y_range)];
    this.at = nearestWithin(this.data.within, spot);
    this.place();
    this.figure.stand(this.says());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.release(), KEY_REST_MS);
  }

  says() {
    return { [this.data.x_key]: this.at[0], [this.data.y_key]: this.at[1] };
  }

  /** A question on a timer: not before the last one is answered, nor more often than it takes. */
  ask() {
    const now = performance.now();
    const open = this.asked && now - this.asked < 1000;
    const wait = Math.max(ASK_MS, this.trip) - (now - (this.sentAt ?? 0));
    clearTimeout(this.timer);
    if (open || wait > 0) {
      this.timer = setTimeout(() => this.held && this.ask(), Math.max(wait, 8));
      return;
    }
    this.asked = now;
    this.sentAt = now;
    this.number = this.figure.ask(this.says(), this.at);
  }

  /** The last question went nowhere: it is put once more. */
  again() {
    this.asked = null;
    this.sentAt = 0;
    if (this.held) this.ask();
  }

  /** An answer to question `number`; false if it comes too late to be shown. */
  answered(number) {
    if (number !== this.number) return false;
    if (this.asked) {
      const trip = performance.now() - this.asked;
      this.trip = 0.7 * this.trip + 0.3 * trip;
      window.lossvizTrips = [...(window.lossvizTrips ?? []), trip].slice(-500); // for measuring
      this.asked = null;
    }
    return this.held;
  }

  release() {
    clearTimeout(this.timer);
    this.asked = null;
    this.held = false;
    this.figure.rest(this);
  }

  destroy() {
    clearTimeout(this.timer);
    this.grip.destroy();
  }
}
