// The bar of one movement: name, typed value, play button, slider. It only knows its stops.

const PLAY_MS = 4000; // from one end to the other

class Bar {
  constructor(parent, act) {
    this.act = act;
    this.node = element('div', 'lossviz-slider', parent);
    this.name = element('label', 'lossviz-slider-name', this.node);
    this.typed = element('input', 'lossviz-typed', this.node);
    Object.assign(this.typed, { type: 'text', inputMode: 'decimal', autocomplete: 'off' });
    this.unit = element('span', 'lossviz-unit', this.node);
    this.play = element('button', 'lossviz-play', this.node);
    this.play.type = 'button';
    this.range = element('input', 'lossviz-range', this.node);
    Object.assign(this.range, { type: 'range', min: 0, step: 1 });
    this.range.id = `lossviz-range-${(count += 1)}`;
    this.name.htmlFor = this.range.id;
    this.listen();
  }

  listen() {
    const { range, typed, act } = this;
    range.addEventListener('pointerdown', () => act.grab());
    range.addEventListener('input', () => act.slide(Number(range.value)));
    range.addEventListener('change', () => act.drop());
    range.addEventListener('pointerup', () => act.drop()); // pressed and not moved: no "change"
    range.addEventListener('pointercancel', () => act.drop());
    typed.addEventListener('change', () => act.type(typed.value));
    typed.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') act.restore();
    });
    this.play.addEventListener('click', () => (this.timer ? this.pause() : this.start()));
  }

  update(data, words) {
    this.words = words;
    write(this.name, data.label);
    write(this.unit, data.unit);
    this.range.max = data.stops.length - 1;
    this.typed.setAttribute('aria-label', words.typed.replace('{label}', data.label));
    this.play.hidden = data.stops.length < 3;
    if (!this.timer) this.play.setAttribute('aria-label', words.play.replace('{label}', data.label));
  }

  place(k, text, value) {
    this.range.value = k;
    this.range.setAttribute('aria-valuetext', text);
    if (document.activeElement !== this.typed) this.typed.value = value;
  }

  start() {
    const last = Number(this.range.max);
    const from = Number(this.range.value) < last ? Number(this.range.value) : 0;
    if (calm()) {
      this.act.drag(last); // the end at once, nothing moves on its own
      this.act.drop();
      return;
    }
    const begin = performance.now();
    const tick = (now) => {
      const k = Math.min(last, from + Math.floor(((now - begin) / PLAY_MS) * last));
      this.act.drag(k);
      if (k < last) this.timer = requestAnimationFrame(tick);
      else this.pause();
    };
    this.act.grab(); // stops a film that is running
    this.play.dataset.playing = '';
    this.play.setAttribute('aria-label', this.words.pause);
    this.timer = requestAnimationFrame(tick);
  }

  pause() {
    this.stop();
    this.act.drop();
  }

  /** No more of the film: a hand has taken over. */
  stop() {
    if (!this.timer) return;
    cancelAnimationFrame(this.timer);
    this.timer = null;
    delete this.play.dataset.playing;
    this.play.setAttribute('aria-label', this.words.play.replace('{label}', this.name.textContent));
  }

  destroy() {
    cancelAnimationFrame(this.timer);
    this.node.remove();
  }
}
