"""Pendampingan: who was not advised for long, and which suggestions wait for whom."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, workdays
from actionplans import advising as found
from actionplans.advice_lists import (
    NotAdvisedFilter,
    NotAdvisedTable,
    SuggestionFilter,
    SuggestionTable,
)

from .lists import render_list

# ?tampil= -> what the figure and the empty list say.
KINDS = {
    "belum": ("Belum didampingi", "Semua replikasi Anda baru saja didampingi"),
    "terbuka": ("Saran terbuka", "Tidak ada saran yang terbuka"),
    "dijawab": ("Dijawab, perlu Anda tinjau", "Tidak ada jawaban yang menunggu Anda"),
    "lewat": ("Lewat tanggal jawab", "Tidak ada saran yang lewat tanggal jawabnya"),
}


@require_safe
def advising(request):
    user, today = request.user, timezone.localdate()
    if not user.has_perm("actionplans.advise"):
        return access.refuse()
    shown = request.GET.get("tampil", "belum")
    shown = shown if shown in KINDS else "belum"
    if shown == "belum":
        filterset = NotAdvisedFilter(request.GET, queryset=found.not_advised(user).for_list())
        table_class = NotAdvisedTable
    else:
        rows = {
            "terbuka": found.open_suggestions,
            "dijawab": found.to_review,
            "lewat": lambda person: found.overdue(person, today),
        }[shown](user)
        rows = rows.select_related(
            "by",
            "milestone",
            "report__period",
            "adaptation__element",
            "plan__replication__innovation",
        ).select_related("plan__replication__agency")
        filterset = SuggestionFilter(request.GET, queryset=rows)
        table_class = SuggestionTable

    def prepare(records):
        for record in records:
            record.today = today
            if shown == "belum" and record.last_advice:
                record.days_ago = (today - timezone.localtime(record.last_advice).date()).days

    counts = found.counts(user, today)
    return render_list(
        request,
        "actionplans/advising.html",
        filterset=filterset,
        table_class=table_class,
        prepare=prepare,
        context={
            "shown": shown,
            "heading": KINDS[shown][0],
            "blank": KINDS[shown][1],
            "kinds": [(kind, words, counts[kind]) for kind, (words, _) in KINDS.items()],
            "number": counts[shown],
            "days": workdays.rules().advice_days,
        },
    )
