"""Who may import whom: the layers of the README, read from the source with `ast`."""

import ast
import graphlib
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from lossviz import LOSSES

ROOT = Path(__file__).parents[2]

# Every module of lossviz, from the ground up; a package counts as one module.
LAYERS = {
    "ground": {"numerics", "i18n"},
    "types": {"derivation", "functionals", "noise"},
    "core": {"core"},
    "recipes": {"recipes", "recipes_width"},
    "losses": {"losses"},
    "registry": {"registry"},
    "facade": {"__init__"},
    "middle": {
        "binary", "checks", "curves", "data", "endcard", "estimators", "fits", "included",
        "information", "likelihood", "lines", "location", "moved_point", "multiclass",
        "one_by_one",
        "outliers", "prob", "race", "sensitivity", "shape", "snippets", "surfaces",
        "sweeps", "words",
    },
    "figures": {"figures"},
    "ui": {"ui"},
}  # fmt: skip
MAY_IMPORT = {
    "ground": {"ground"},
    "types": {"ground", "types"},
    "core": {"ground", "types"},
    "recipes": {"ground", "types", "core", "recipes"},
    "losses": {"ground", "types", "core", "recipes"},  # and no other loss
    "registry": {"ground", "types", "core", "losses"},
    "facade": {"ground", "types", "core", "registry"},
    # takes a loss as an argument, so that tests can feed it wrong ones
    "middle": {"ground", "types", "core", "middle"},
    "figures": {"ground", "types", "core", "registry", "middle", "figures"},
    "ui": {"ground", "types", "core", "registry", "facade", "middle", "figures", "ui"},
}
# starlette comes with streamlit, whose server takes its routes
RUNTIME = {"streamlit", "starlette", "numpy", "scipy", "plotly", "lossviz"}
STATE = "lossviz/ui/state.py"


def layer_of(module: str) -> str:
    """The layer of a direct child of lossviz; KeyError says where to enter a new one."""
    for layer, modules in LAYERS.items():
        if module in modules:
            return layer
    raise KeyError(
        f"lossviz/{module} is in no layer: enter it in LAYERS of {Path(__file__).name}, in the"
        " lowest layer whose imports in MAY_IMPORT suffice ('middle' if it takes a loss as an"
        " argument and knows neither plotly nor streamlit)"
    )


def unit(path: str) -> str | None:
    """The child of lossviz a file belongs to; None for app.py and pages."""
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[1] if parts[0] == "lossviz" else None


def imports(tree: ast.Module) -> Iterator[str]:
    """Dotted names of everything imported, wherever in the file the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_units(tree: ast.Module) -> set[str]:
    """The children of lossviz that are imported; a name of the package itself is `__init__`."""
    modules = set().union(*LAYERS.values())
    found = set()
    for name in imports(tree):
        package, _, rest = name.partition(".")
        if package == "lossviz":
            child = rest.partition(".")[0]
            # "from lossviz import LOSSES" asks the facade, "from lossviz import fits" a module
            is_module = child in modules or "." in rest
            found.add(child if is_module else "__init__")
    return found


def violations(path: str, source: str, loss_keys: frozenset[str] = frozenset()) -> list[str]:
    """What a file of the app does that its place forbids, one sentence each."""
    tree = ast.parse(source)
    here = unit(path)
    in_ui = here in {"ui", None}  # pages and app.py as well
    found = []
    for name in imports(tree):
        package = name.partition(".")[0]
        if package not in RUNTIME | sys.stdlib_module_names:
            found.append(f"{package} is not in requirements.txt")
        if package == "streamlit" and not in_ui:
            found.append("streamlit is for ui/, pages/ and app.py")
        if package == "plotly" and here not in {"figures", "ui"}:
            found.append("plotly is for figures/ and ui/")
    if here is not None:
        layer = layer_of(here)
        for other in imported_units(tree) - ({here} - {"losses"}):
            if layer_of(other) not in MAY_IMPORT[layer]:
                found.append(f"{layer} ({here}) must not import {layer_of(other)} ({other})")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            found.append("relative import: write the full name")
        names = [node.attr] if isinstance(node, ast.Attribute) else []
        names += [a.name for a in node.names] if isinstance(node, ast.ImportFrom) else []
        if path != STATE and {"session_state", "query_params"} & set(names):
            found.append(f"the state of the page is for {STATE}")
        if (
            here in {"figures", "ui"}
            and isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value in loss_keys
        ):
            found.append(f"{node.value!r} names a loss: take the loss as an argument")
    return found


def files() -> dict[str, str]:
    """Path and source of every Python file of the app."""
    paths = [*ROOT.glob("app.py"), *ROOT.glob("pages/**/*.py"), *ROOT.glob("lossviz/**/*.py")]
    return {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(paths)}


FILES = files()


@pytest.mark.parametrize("path", FILES)
def test_the_rules_hold(path):
    assert violations(path, FILES[path], frozenset(LOSSES)) == []


def unit_graph(sources: dict[str, str]) -> dict[str, set[str]]:
    """Which child of lossviz imports which."""
    graph: dict[str, set[str]] = {}
    for path, source in sources.items():
        if (here := unit(path)) is not None:
            graph.setdefault(here, set()).update(imported_units(ast.parse(source)) - {here})
    return graph


def test_no_circle():
    graphlib.TopologicalSorter(unit_graph(FILES)).prepare()


def test_no_empty_search():
    assert {"lossviz/core.py", "lossviz/losses/huber.py"} <= set(FILES)


PLANTED = [
    ("lossviz/numerics.py", "import lossviz.core", "ground (numerics) must not import core"),
    ("lossviz/noise.py", "from lossviz.core import Loss", "types (noise) must not import core"),
    ("lossviz/core.py", "from lossviz.registry import LOSSES", "must not import registry"),
    ("lossviz/losses/a.py", "from lossviz.losses.huber import LOSS", "must not import losses"),
    ("lossviz/losses/a.py", "from lossviz import fits", "must not import middle (fits)"),
    ("lossviz/fits/irls.py", "from lossviz.registry import LOSSES", "must not import registry"),
    ("lossviz/fits/irls.py", "from lossviz import LOSSES", "must not import facade"),
    ("lossviz/fits/irls.py", "from lossviz import Loss", "must not import facade"),
    ("lossviz/curves.py", "from lossviz.losses import huber", "must not import losses"),
    ("lossviz/curves.py", "import lossviz.losses.huber as h", "must not import losses"),
    ("lossviz/words/a.py", "from lossviz.figures.theme import X", "must not import figures"),
    ("lossviz/figures/a.py", "from lossviz.ui.state import X", "must not import ui"),
    ("lossviz/curves.py", "def f():\n    from lossviz import registry", "must not import registry"),
    ("lossviz/curves.py", "if 0:\n    import streamlit as st", "streamlit is for"),
    ("lossviz/figures/a.py", "from streamlit.components import v2", "streamlit is for"),
    ("lossviz/curves.py", "import plotly.graph_objects as go", "plotly is for"),
    ("pages/a.py", "import plotly", "plotly is for"),
    ("lossviz/curves.py", "import pandas", "pandas is not in requirements.txt"),
    ("lossviz/curves.py", "from . import numerics", "relative import"),
    ("lossviz/ui/a.py", "from .state import X", "relative import"),
    ("lossviz/ui/a.py", "import streamlit as st\nst.session_state['a'] = 1", "state of the page"),
    ("pages/a.py", "import streamlit as st\nst.query_params.clear()", "state of the page"),
    ("app.py", "from streamlit import session_state", "state of the page"),
    ("lossviz/figures/a.py", "colour = {'huber': 'red'}", "'huber' names a loss"),
    ("lossviz/ui/a.py", "def f(key='huber'): pass", "'huber' names a loss"),
]


@pytest.mark.parametrize(("path", "source", "sentence"), PLANTED)
def test_a_planted_violation_is_found(path, source, sentence):
    (found,) = violations(path, source, frozenset({"huber"}))
    assert sentence in found


ALLOWED = [
    ("lossviz/fits/irls.py", "from lossviz.fits.start import X\nfrom lossviz.core import Loss"),
    ("lossviz/sweeps.py", "from lossviz.fits import fit_linear"),
    ("lossviz/registry.py", "from lossviz import losses"),
    ("lossviz/figures/a.py", '"""huber and others."""\nimport plotly.graph_objects as go'),
    ("lossviz/ui/state.py", "import streamlit as st\nst.session_state['a'] = st.query_params"),
    ("pages/a.py", "import streamlit as st\nfrom lossviz import LOSSES\nLOSSES['huber']"),
]


@pytest.mark.parametrize(("path", "source"), ALLOWED)
def test_what_is_allowed_is_not_found(path, source):
    assert violations(path, source, frozenset({"huber"})) == []


def test_a_new_module_is_told_where_to_go():
    with pytest.raises(KeyError, match=r"enter it in LAYERS of test_import_rules\.py"):
        violations("lossviz/novelty.py", "")


def test_a_circle_is_found():
    planted = {
        "lossviz/fits.py": "import lossviz.curves",
        "lossviz/curves.py": "import lossviz.fits",
    }
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(unit_graph(planted)).prepare()
