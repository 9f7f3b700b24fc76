"""What is new since a person's last visit: the line on the dashboard, and its page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from replikasi.common.parts import is_part
from replikasi.dashboard import fresh, news, since


def line(request, moment):
    """The line that the dashboard shows of what is new since `moment` (None: the first visit)."""
    user = request.user
    return fresh.kept(
        request,
        "dashboard/_since.html",
        lambda: since.line(user, moment),
        own=(user.pk, moment and moment.isoformat()),
    )


@require_safe
def since_last_visit(request):
    """What others did since `dari`; without it, since the last visit. `baris`: the line alone."""
    moment = since.read(request.GET.get("dari", ""))
    if moment is None and "baris" not in request.GET:
        moment = since.last_visit(request.user, since.presence(request))
        if moment:
            return redirect(since.address(moment))
    return _news(request, moment)


@fresh.conditional
def _news(request, moment):
    if "baris" in request.GET:
        return HttpResponse(line(request, moment))
    user = request.user
    body = fresh.kept(
        request,
        "dashboard/_news.html",
        lambda: {"sections": news.sections(user, moment) if moment else []},
        own=user.pk,
    )
    if is_part(request):
        return HttpResponse(body)
    context = {"body": body, "since": since.when(moment) if moment else ""}
    return render(request, "dashboard/since.html", context)
