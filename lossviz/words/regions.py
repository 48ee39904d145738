"""Regions of three species in words: what the picked bird pays, and whether there is a best fit."""

import math

from lossviz import words
from lossviz.i18n import _
from lossviz.multiclass.feature_pairs import PairFit
from lossviz.multiclass.regions import Regions

MOST_DIGITS = 6  # behind the point of a per cent


def chance(p: float) -> str:
    """A probability in per cent, with the digits that tell it from none and from sure."""
    if p == 0:
        return _("0 %")
    rest = 100 * (1 - p)
    if p < 0.1 or rest >= 1:
        return _("{p} %").format(p=words.number(100 * p, 2 if p < 0.1 else 3))
    if rest < 10**-MOST_DIGITS:
        return _("all but 100 %")
    digits = min(MOST_DIGITS, max(1, 1 - math.floor(math.log10(rest))))
    return _("{p} %").format(p=f"{100 * p:.{digits}f}")


def on_bar(p: float, *, paid: bool) -> str:
    """A probability short enough for a bar; in full digits where it is paid for."""
    if p > 0.999:
        return _("> 99.9 %")
    if p < 0.001 and not paid:
        return _("< 0.1 %")
    return chance(p)


def short_cost(cost: float) -> str:
    """A cost in nats, short enough to stand over a bar."""
    return _("< 0.0001") if cost < 1e-4 else words.number(cost, 2)


def share(part: float) -> str:
    """A part of the total: whole per cents, more digits below ten and where it is nearly all."""
    if 0 < part < 1e-4:
        return _("less than 0.01 %")
    if 0.9995 <= part < 1:
        return _("more than 99.9 %")
    return _("{p} %").format(p=words.number(100 * part, 3 if 0.99 <= part < 1 else 2))


def tenths(part: float) -> str:
    """A part of a row, to a tenth of a per cent, so that a row adds up."""
    text = f"{100 * part:.1f}"
    if text in ("0.0", "100.0"):
        return share(part)
    return _("{p} %").format(p=text)


def with_article(name: str) -> str:
    """A name with its article."""
    return (
        _("an {name}").format(name=name) if name[0] in "AEIOU" else _("a {name}").format(name=name)
    )


def measurements(view: Regions) -> str:
    """What was measured of the picked bird."""
    fit = view.fit
    keys = [fit.across] if fit.same else [fit.across, fit.upward]
    features = [fit.measured.feature(key) for key in keys]
    return ", ".join(
        f"{feature.name} {words.plain(float(value))} {feature.unit}"
        for feature, value in zip(features, view.place, strict=False)
    )


def all_birds(fit: PairFit) -> str:
    """Mean cost and how many are right."""
    return _("Mean cost {mean} nats; {right} of {n} {nouns} right ({accuracy}).").format(
        mean=words.number(fit.mean_cost), right=fit.n_right, n=len(fit.y),
        nouns=fit.measured.nouns, accuracy=share(fit.accuracy),
    )  # fmt: skip


def regions_sentence(view: Regions, *, told: bool = True) -> str:
    """Mean cost, accuracy, and what the picked bird pays for what it was given.

    Not `told` yet, the costliest is asked for.
    """
    fit, truth = view.fit, int(view.truth)
    if not told and view.rank == 1:
        asked = _("Which {noun} pays most? Click the one you think it is.")
        return f"{all_birds(fit)} {asked.format(noun=fit.measured.noun)}"
    name = fit.measured.classes[truth]
    given = float(view.chances[truth])
    dearer = int((fit.costs > view.cost).sum())
    if dearer == 0:
        place = _("No {noun} pays more.").format(noun=fit.measured.noun)
    elif dearer == 1:
        place = _("One {noun} pays more.").format(noun=fit.measured.noun)
    else:
        place = _("{k} {nouns} pay more.").format(k=dearer, nouns=fit.measured.nouns)
    bird = _(
        "Bird {n}, {species} ({measured}), was given {given} for {name}: it pays {cost} nats,"
        " {share} of the total."
    ).format(
        n=int(view.bird), species=with_article(name), measured=measurements(view), name=name,
        given=chance(given), cost=words.number(float(view.cost), 2),
        share=share(float(view.share)),
    )  # fmt: skip
    return f"{bird} {place} {all_birds(fit)}"


def regions_alt(view: Regions, *, told: bool = True) -> str:
    """What there is to see."""
    fit = view.fit
    seen = _(
        "the five costliest are ringed, the picked {noun} by a thicker ring. Beside it the three"
        " probabilities of that {noun}, and the costs of all, the costliest first."
    )
    if not told:
        seen = _(
            "no {noun} is picked yet. Beside it an empty plot for the three probabilities of one,"
            " and the costs of all, the costliest first."
        )
    across, upward = (fit.measured.feature(key).name for key in (fit.across, fit.upward))
    return _(
        "{n} {nouns} of three species, {upward} against {across}, over the regions where a"
        " species is the most probable; {seen}"
    ).format(
        n=len(fit.y), nouns=fit.measured.nouns, upward=upward, across=across,
        seen=seen.format(noun=fit.measured.noun),
    )  # fmt: skip


def joined(names: list[str]) -> str:
    """Names with commas and an "and"."""
    if len(names) == 1:
        return names[0]
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


def who_splits(fit: PairFit) -> str:
    """Which species a straight line parts from the others, without a full stop."""
    names = fit.measured.classes
    if len(fit.groups) == 1:
        return _("no species splits off")
    if len(fit.groups) == len(names):
        return _("all {k} species part").format(k=len(names))
    alone = [names[g[0]] for g in fit.groups if len(g) == 1]
    others = [names[k] for g in fit.groups if len(g) > 1 for k in g]
    return _("{alone} splits off from {others}").format(alone=joined(alone), others=joined(others))


def why_no_minimiser(fit: PairFit) -> str:
    """Why larger coefficients are always better, and what is shown instead; empty with a best."""
    if fit.has_minimiser:
        return ""
    parted = _(
        "Without a penalty there is no finite minimiser: {who}, with none on the wrong side of a"
        " straight line. The steeper the fit there, the lower the cost, without end: it falls"
        " towards {floor} nats and never arrives."
    ).format(who=who_splits(fit), floor=words.number(fit.floor))
    shown = _(
        "With an L2 penalty of {l2} there is a finite answer, shown here: {mean} nats."
    ).format(l2=words.plain(fit.used_l2), mean=words.number(fit.mean_cost))
    return f"{parted} {shown}"


def what_l2_does(fit: PairFit) -> str:
    """What the penalty costs the data."""
    if fit.used_l2 == 0:
        return _("Without a penalty: no other coefficients have a lower mean cost.")
    # as many digits as elsewhere on screen, unless they hide the difference
    digits = 3 if words.number(fit.mean_cost) != words.number(fit.floor) else 4
    return _(
        "With L2 {l2} the mean cost is {mean} nats instead of {floor}: the penalty holds the"
        " slopes down, and the forecasts are less sure."
    ).format(
        l2=words.plain(fit.used_l2), mean=words.number(fit.mean_cost, digits),
        floor=words.number(fit.floor, digits),
    )  # fmt: skip


def same_twice(fit: PairFit) -> str:
    """What one feature twice means; empty for two."""
    if not fit.same:
        return ""
    return _(
        "The same measurement twice says nothing new: all {nouns} stand on one line, and only the"
        " sum of the two slopes counts. It is shared evenly here; any other share forecasts the"
        " same. Choose two different features to use both directions."
    ).format(nouns=fit.measured.nouns)


def nowhere(view: Regions) -> str:
    """Which species is nowhere the most probable; empty if each has its region."""
    names = [view.fit.measured.classes[k] for k in view.without_region]
    if not names:
        return ""
    return _("Nowhere in view is {names} the most probable: every one of them is missed.").format(
        names=joined(names)
    )


def unnamed(view: Regions) -> str:
    """Whose region is too narrow for a name; empty if none is."""
    names = [view.fit.measured.classes[k] for k in view.unnamed]
    if not names:
        return ""
    if len(names) == 1:
        return _("The region without a name is that of {name}.").format(name=names[0])
    return _("The regions without a name are those of {names}.").format(names=joined(names))


def not_measured(view: Regions, wanted: int) -> str:
    """That the wanted bird has no measurement; empty if it has, or none was wanted."""
    if wanted < 1 or wanted == view.bird:
        return ""
    return _(
        "Bird {wanted} was not measured, so it has no cost. Shown instead: bird {bird}, the"
        " costliest."
    ).format(wanted=wanted, bird=int(view.bird))
