"""Which logarithm is meant: there is one on all pages, and one way of writing it."""

from lossviz.i18n import _


def natural() -> str:
    """What log is, and the unit it gives."""
    return _("log is the natural logarithm: what it gives is in nats.")
