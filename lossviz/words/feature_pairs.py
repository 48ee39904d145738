"""All pairs of two features in words: who splits off, what the floor is, the coefficients."""

from collections.abc import Sequence

from lossviz import words
from lossviz.i18n import _
from lossviz.multiclass.feature_pairs import PairFit
from lossviz.words.regions import joined, share, who_splits

MINIMISER = _("finite minimiser")


def pair_name(fit: PairFit) -> str:
    """Both features."""
    across, upward = (fit.measured.feature(key).name for key in (fit.across, fit.upward))
    return _("{across} with {upward}").format(across=across, upward=upward)


def verdict(fit: PairFit) -> str:
    """A finite minimiser, or who splits off."""
    return MINIMISER if fit.has_minimiser else who_splits(fit)


def cell(fit: PairFit) -> str:
    """Floor, share of right ones and who splits off, for a cell of the figure."""
    if fit.has_minimiser:
        last = _("has a<br>minimiser")
    else:
        names = fit.measured.classes
        alone = [names[g[0]] for g in fit.groups if len(g) == 1]
        last = _("<b>{alone}<br>splits off</b>").format(alone=joined(alone))
    return "<br>".join(
        [words.number(fit.floor), _("{right} right").format(right=share(fit.accuracy)), last]
    )


def pairs_sentence(pairs: Sequence[PairFit]) -> str:
    """How many pairs have a finite minimiser, who splits off in the others, the lowest floor."""
    kept = [fit for fit in pairs if fit.has_minimiser]
    best = min(pairs, key=lambda fit: fit.floor)
    how_many = _("{k} of {n} pairs have a finite minimiser.").format(k=len(kept), n=len(pairs))
    splits = dict.fromkeys(who_splits(fit) for fit in pairs if not fit.has_minimiser)
    others = (
        _("In {the_others}, {who}.").format(
            the_others=_("the others") if kept else _("every one"), who=joined(list(splits))
        )
        if splits
        else ""
    )
    floor = _("The lowest floor is that of {pair}: {floor} nats.").format(
        pair=pair_name(best), floor=words.number(best.floor)
    )
    return " ".join(filter(None, [how_many, others, floor]))


def pairs_alt(pairs: Sequence[PairFit]) -> str:
    """What there is to see."""
    return _(
        "A cell for each of {n} pairs of features: the lowest mean cost, how many {nouns} are"
        " right, and whether a species splits off. The stronger the colour, the dearer;"
        " dashed where there is no finite minimiser."
    ).format(n=len(pairs), nouns=pairs[0].measured.nouns)


def coefficient_table(fit: PairFit) -> str:
    """The log odds of each species against the first, in the units of the features; Markdown."""
    names = fit.measured.classes
    features = [fit.measured.feature(key) for key in (fit.across, fit.upward)]
    head = [
        _("log odds against {name}").format(name=names[0]),
        _("constant"),
        *(_("per {unit} of {name}").format(unit=f.unit, name=f.name) for f in features),
    ]
    against = fit.coefficients - fit.coefficients[0]
    rows = [[names[k], *map(words.number, against[k])] for k in range(1, len(names))]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def about_coefficients(fit: PairFit) -> str:
    """Which fit the table is of."""
    return _("The fit of the scene: {pair}, with L2 {l2}.").format(
        pair=pair_name(fit), l2=words.plain(fit.used_l2)
    )


def pairs_note(pairs: Sequence[PairFit]) -> str:
    """What a separation is and is not."""
    stand_in = [fit.used_l2 for fit in pairs if not fit.has_minimiser]
    parted = _(
        "One species that a straight line parts from the others is enough: its border can get"
        " steeper for ever, and each step lowers the cost a little. The floor is then approached"
        " and never reached."
    )
    if not stand_in:
        return parted
    shares = _("There, how many are right is that of the fit with L2 {l2}.").format(
        l2=words.plain(stand_in[0])
    )
    return f"{parted} {shares}"
