"""Every string a reader sees passes through `_`, so that a translation is one catalogue away."""

import gettext
from pathlib import Path

_ = gettext.translation(
    "lossviz", localedir=str(Path(__file__).parent / "locale"), fallback=True
).gettext
