"""The bare apps of the latency benchmark run; nobody would notice otherwise before the next one."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APPS = Path(__file__).parents[1] / "benchmarks" / "apps"


@pytest.mark.parametrize("name", ["bare_react", "bare_live", "bare_chart"])
def test_a_bare_app_runs_and_follows_its_slider(name):
    app = AppTest.from_file(str(APPS / f"{name}.py"), default_timeout=30).run()
    (slider,) = app.slider
    slider.set_value(slider.max).run()
    assert not app.exception
    kind = "plotly_chart" if name == "bare_chart" else "bidi_component"
    spec = "spec" if name == "bare_chart" else "json"
    assert any("velocity" in getattr(element.proto, spec) for element in app.get(kind))
