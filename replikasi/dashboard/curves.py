"""The S-curve of a selection: programme, region, innovation or agency."""

from . import charts, queries, queries_months


def of_selection(user, selection, *, subject="program", sums=None):
    """The Curve of the means over what `user` sees of `selection`, or None without any plan.

    `sums`: the selection's queries.totals, where the caller has read them already. At most three
    queries.
    """
    if sums is None:
        sums = queries.totals(user, selection) if selection.period else {}
    if not sums:
        return None
    months, planned = queries_months.of_selection(user, selection)
    few = sums[selection.quarter]["plans"] <= queries.BASELINE_PLANS
    return charts.program_curve(
        sums,
        selection.periods,
        queries.first_versions(user, selection) if few else [],
        selection,
        planned=planned,
        months=months,
        subject=subject,
    )
