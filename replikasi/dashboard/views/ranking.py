"""Peringkat realisasi and laporan deviasi, as pages and to take along."""

from django.views.decorators.http import require_safe

from replikasi.dashboard import concerns, deviations, feeds, filters, fresh, plan_figures
from replikasi.dashboard import ranking as rankings

from .around import around


@require_safe
@fresh.conditional
def ranking(request):
    """Who reached what; an htmx request gets the part below the filter alone."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    asked, by = rankings.told(request.GET)

    def build():
        kind = _kind(request.user, selection, asked)
        return {
            "selection": selection,
            "ranking": rankings.ranking_of(request.user, selection, kind, by),
            "kind": kind,
            "asked": asked,
            "kind_word": rankings.KINDS[kind].lower(),
            "by": by,
            "noun": rankings.NOUNS[by],
            "own_region": plan_figures.own_region(request.user),
            "feed": selection.query(of=kind, by=by),
        }

    body = fresh.kept(request, "dashboard/_ranking_page.html", build)
    return around(request, "dashboard/ranking.html", selection, body)


def _kind(user, selection, asked):
    """The figure that was asked for, else the one that ranks more replications."""
    if asked or not selection.period:
        return asked or plan_figures.VERIFIED
    return plan_figures.more_frequent(user, selection)


@require_safe
@fresh.conditional
def ranking_feed(request, form):
    """The whole ranking as `form` (xlsx, csv, json)."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    asked, by = rankings.told(request.GET)
    kind = _kind(request.user, selection, asked)
    return feeds.download(rankings.table(request.user, selection, kind, by), form)


@require_safe
@fresh.conditional
def deviation_report(request):
    """How far from its plan each replication is; an htmx request gets the part alone."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    group = deviations.told(request.GET)
    body = fresh.kept(
        request,
        "dashboard/_deviation_page.html",
        lambda: {
            "selection": selection,
            "deviations": deviations.deviations_of(request.user, selection, group),
            "group": group,
            "own_region": plan_figures.own_region(request.user),
            "feed": selection.query(group=group),
        },
    )
    return around(request, "dashboard/deviation.html", selection, body)


@require_safe
@fresh.conditional
def deviation_feed(request, form):
    """The whole report as `form` (xlsx, csv, json)."""
    selection = filters.read(request.GET, concerns.CONCERNS)
    group = deviations.told(request.GET)
    return feeds.download(deviations.table(request.user, selection, group), form)
