"""Pages in Streamlit's own test harness: opened by a link, and what is then on them."""

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

from lossviz.ui.controls import PageSpec
from lossviz.ui.specs.walk import WALK

ROOT = Path(__file__).parents[2]
PAGES = {page.key: page for page, _script in WALK}
SCRIPTS = {page.key: str(ROOT / "pages" / script) for page, script in WALK}


def opened(page: PageSpec, **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "lossviz/ui/main.py"), default_timeout=60)
    app.run()
    app.switch_page(SCRIPTS[page.key])
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    return healthy(app)


def healthy(app: AppTest) -> AppTest:
    assert [error.message for error in app.exception] == []
    return app


def shown(app: AppTest) -> dict:
    """What the first live figure was given: plots, hands, sentence, alt, table."""
    return messages(app, "figure")[0]


def messages(app: AppTest, kind: str) -> list[dict]:
    """What goes to the browser: figures, tracks, seals and answers."""
    sent = [json.loads(element.proto.json) for element in app.get("bidi_component")]
    return [message for message in sent if message["kind"] == kind]


def sentence(app: AppTest) -> str:
    return shown(app)["sentence"]


def label(app: AppTest, kind: str, text: str):
    (found,) = [w for w in getattr(app, kind) if text in w.label]
    return found


def query(app: AppTest) -> dict[str, str]:
    return {
        key: value[0] if isinstance(value, list) else value
        for key, value in app.query_params.items()
    }
