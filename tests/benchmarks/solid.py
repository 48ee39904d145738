"""From a key press on a slider to the moved dot on a surface of 60 x 60 in three dimensions.

Run `python -m tests.benchmarks.solid`: the fold of the page of loss surfaces against a live figure
that is sent anew, and against a bare `st.plotly_chart`, all with the same figure, in turns. Times
are of the page's clock: from `keydown` until two frames after WebGL has drawn a plot whose dot is
not where it was. What carries over to another machine is the ratios.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.latency import PROBE, measure, opened, table
from tests.conftest import DESKTOP, FLAGS, Server, installed_browser

WAYS = {
    "this app, fold in 3D": ("app.py", "/loss-surfaces?open=solid"),
    "bare live figure, 3D": ("tests/benchmarks/apps/solid_live.py", "/"),
    "bare st.plotly_chart, 3D": ("tests/benchmarks/apps/solid_chart.py", "/"),
}
REFERENCE = "bare st.plotly_chart, 3D"
BARS = ".st-key-loss-surfaces-solid .lossviz-range"

# where the dot is in each plot in space that is drawn, and when WebGL drew for the last time
IN_SPACE = """
window.drawn = 0;
for (const api of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
  for (const name of ['drawArrays', 'drawElements']) {
    const draw = api.prototype[name];
    api.prototype[name] = function (...args) {
      window.drawn = performance.now();
      return draw.apply(this, args);
    };
  }
}
window.lines = () => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
  const { glplot, traces } = plot._fullLayout?.scene?._scene ?? {};
  if (!glplot) return [];
  return Object.values(traces).filter(({ data }) => data.name === 'the dot')
    .map(({ data }) => String([data.x[0], data.y[0], data.z[0]]));
}).join();
window.painted = (before) => new Promise((resolve, reject) => {
  const frame = (then) => requestAnimationFrame(then);
  let unchanged = 0;
  const look = () => {
    const now = window.lines();
    if (!now || now === before) unchanged = performance.now();
    if (now && now !== before && window.drawn > unchanged) {
      frame(() => frame(() => resolve({ ...window.probe, painted: performance.now() })));
    } else if (performance.now() - window.probe.pressed > 20000) {
      reject(new Error('no dot moved within 20 s'));
    } else frame(look);
  };
  look();
});
"""


def main() -> None:
    """Start a server for each way and a browser, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--presses", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        servers = {
            name: Server(script, Path(folder) / f"{i}")
            for i, (name, (script, _path)) in enumerate(WAYS.items())
        }
        try:
            chromium = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
            pages = {
                name: opened(
                    chromium.new_page(viewport=DESKTOP), servers[name].wait() + path,
                    PROBE + IN_SPACE, BARS,
                )
                for name, (_script, path) in WAYS.items()
            }  # fmt: skip
            print(table(measure(pages, options.rounds, options.presses), REFERENCE))
            chromium.close()
        finally:
            for server in servers.values():
                server.stop()


if __name__ == "__main__":
    main()
