"""Maximum likelihood: the figures of its scenes, its controls and its folds."""

from collections.abc import Callable

from lossviz.i18n import _
from lossviz.ui.frame import fold
from lossviz.ui.state import PageState


def folds(state: PageState) -> None:
    """All folds of the page, closed ones uncomputed."""
    shown: tuple[tuple[str, str, Callable[[PageState], None]], ...] = ()
    for key, title, show in shown:
        with fold(state, key, title) as is_open:
            if is_open:
                show(state)
