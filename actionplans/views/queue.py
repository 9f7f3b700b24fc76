"""The queue: what waits, who handles it, who looks at it, who stands in for whom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from actionplans import access, workdays
from actionplans.forms import HandOverForm, SubstituteForm
from actionplans.models import Report, ReportLine
from actionplans.queue_lists import QueueTable, WaitingFilter
from actionplans.services import queue as services
from actionplans.services.verification import not_waiting
from actionplans.waiting import waiting_plans
from innovations.waiting import together, waiting
from replikasi.accounts.models import Substitution
from replikasi.common.confirm import add_errors, ask_and_do

from .lists import kept_query, render_list
from .report_parts import in_queue, kept, queue_address

SUBSTITUTIONS_SHOWN = 30


@require_safe
def queue(request):
    if not request.user.has_perm("actionplans.open_queue"):
        raise PermissionDenied
    today = timezone.localdate()
    rows = Report.objects.visible_to(request.user).waiting().for_list()
    query = kept_query(request)

    def prepare(records):
        counts = {
            row["report"]: row
            for row in ReportLine.objects.filter(report__in=records)
            .order_by("report")
            .values("report")
            .annotate(judged=Count("verified_percent"), lines=Count("pk"))
        }
        lookers = services.looking(records, but=request.user)
        own = services.acting_for(request.user)
        for report in records:
            found = counts.get(report.pk, {"judged": 0, "lines": 0})
            report.judged_count, report.line_count = found["judged"], found["lines"]
            report.age = workdays.between(timezone.localtime(report.sent_at).date(), today)
            report.is_late = today > report.review_due
            report.present = lookers.get(report.pk, [])
            report.is_mine = report.assigned_to_id in own
            report.stands_in = report.is_mine and report.assigned_to_id != request.user.pk
            report.page_url = in_queue("report", report.pk, query)

    return render_list(
        request,
        "actionplans/queue.html",
        filterset=WaitingFilter(
            request.GET, queryset=rows.select_related("assigned_to"), request=request
        ),
        table_class=QueueTable,
        prepare=prepare,
        context={
            "today": today,
            "plans": waiting_plans(request.user).count(),
            "proposals": together(waiting(request.user)).count(),
        },
    )


# -- one report ----------------------------------------------------------------------------------


@require_POST
def look(request, pk):
    """The report's page says every half minute that it is open; answers who else has it open."""
    report = access.get_report(request.user, pk, "actionplans.verify_report")
    services.look(report=report, by=request.user)
    lookers = services.looking([report], but=request.user).get(report.pk, [])
    waits = report.state == Report.State.SENT
    return render(
        request,
        "actionplans/_queue_lookers.html",
        {"lookers": lookers, "decided_words": "" if waits else not_waiting(report)},
    )


def take(request, pk):
    """Handle a report oneself; asks first when another handles it or has it open."""
    report = access.get_report(request.user, pk, "actionplans.verify_report")
    query = kept(request)
    back = in_queue("report", pk, query)
    another = services.held_by_another(report, request.user)
    lookers = services.looking([report], but=request.user).get(report.pk, [])
    if request.method == "POST" and (another or lookers) and "pasti" not in request.POST:
        return redirect(in_queue("report_take", pk, query))
    names = [row.user.name for row in lookers]
    text = []
    if another:
        text.append(f"Laporan ini ditangani {another.name}.")
    if names:
        text.append(f"{', '.join(names)} sedang memeriksanya.")
    if text:
        text.append("Yang bersangkutan diberi tahu.")
    return ask_and_do(
        request,
        verb=lambda _: services.take(report=report, by=request.user, holder=_holder(request)),
        back=back,
        title="Ambil alih laporan ini?" if text else "Tangani laporan ini?",
        text=" ".join(text) or "Laporan ini masuk daftar Anda; petugas lain melihatnya di antrean.",
        label="Ambil alih" if text else "Tangani",
        done="Laporan ini sekarang Anda tangani.",
        crumb=[(queue_address(query), "Verifikasi"), (back, report.plan.replication.title)],
        hidden=[
            ("pasti", "1"),
            ("dari", report.assigned_to_id or ""),
            ("antrean", query),
        ],
    )


def _holder(request):
    """Whom the page showed as handling the report: a key, or None for nobody."""
    shown = request.POST.get("dari", "")
    return int(shown) if shown.isdecimal() and len(shown) < 19 else None


@require_POST
def release(request, pk):
    report = access.get_report(request.user, pk, "actionplans.verify_report")
    try:
        services.release(report=report, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, "Laporan kembali ke antrean bersama.")
    return redirect(in_queue("report", pk, kept(request)))


# -- leave, and moving on ------------------------------------------------------------------------


def substitutes(request):
    """Who stands in for whom, and handing everything over."""
    if not request.user.has_perm("actionplans.open_queue"):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = _substitute_form(request.user, posted)
    if posted is not None and form.is_valid():
        try:
            row = services.substitute(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{row.substitute.name} menggantikan {row.person.name}.")
            return redirect("substitutes")
    return _substitutes(request, form, _hand_over_form(request.user))


def _substitute_form(user, data=None):
    return SubstituteForm(
        data,
        officers=services.officers_beside(user),
        initial={"person": user.pk, "starts": timezone.localdate()},
    )


def _hand_over_form(user, data=None):
    return HandOverForm(
        data,
        holders=services.holders(user),
        officers=services.officers_beside(user),
        initial={"giver": user.pk},
    )


def _substitutes(request, form, hand_over):
    today = timezone.localdate()
    people = services.officers_beside(request.user).values("pk")
    rows = Substitution.objects.filter(person__in=people, ends__gte=today)
    return render(
        request,
        "actionplans/queue_substitutes.html",
        {
            "form": form,
            "hand_over": hand_over,
            "rows": rows.select_related("person", "substitute", "by").order_by("starts", "pk")[
                :SUBSTITUTIONS_SHOWN
            ],
            "today": today,
        },
        status=422 if form.errors or hand_over.errors else 200,
    )


def substitute_end(request, pk):
    row = access.get_substitution(request.user, pk, "actionplans.open_queue")
    return ask_and_do(
        request,
        verb=lambda _: services.end_substitution(substitution=row, by=request.user),
        back=reverse("substitutes"),
        title="Akhiri penggantian?",
        text=f"{row.substitute.name} tidak lagi menggantikan {row.person.name} mulai hari ini.",
        label="Akhiri penggantian",
        done="Penggantian diakhiri.",
        crumb=[(reverse("queue"), "Verifikasi"), (reverse("substitutes"), "Cuti dan serah terima")],
    )


def hand_over(request):
    """Everything that one officer handles goes to another; asks first, with the number."""
    user = request.user
    if not user.has_perm("actionplans.open_queue"):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("substitutes")
    form = _hand_over_form(user, request.POST)
    if not form.is_valid():
        return _substitutes(request, _substitute_form(user), form)
    giver, to = form.cleaned_data["giver"], form.cleaned_data["to"]
    count = services.reports_of(giver).visible_to(user).count()
    if not count:
        messages.error(request, f"{giver.name} tidak menangani laporan apa pun.")
        return redirect("substitutes")
    if "pasti" not in request.POST:
        return render(
            request,
            "common/confirm.html",
            {
                "title": f"Serahkan {count} laporan?",
                "text": f"Semua laporan yang ditangani {giver.name} dan belum terverifikasi pindah "
                f"ke {to.name}. Keduanya diberi tahu.",
                "url": reverse("hand_over"),
                "label": "Serahkan",
                "back": reverse("substitutes"),
                "form": None,
                "bad": False,
                "stay": "Batal",
                "crumb": [(reverse("substitutes"), "Cuti dan serah terima")],
                "hidden": [("pasti", "1"), ("giver", giver.pk), ("to", to.pk)],
            },
        )
    try:
        moved, left = services.hand_over(person=giver, to=to, by=user)
    except ValidationError as error:
        add_errors(form, error)
        return _substitutes(request, _substitute_form(user), form)
    rest = f" {left} tetap, karena tidak boleh diperiksa {to.name}." if left else ""
    messages.success(request, f"{moved} laporan sekarang ditangani {to.name}.{rest}")
    return redirect("substitutes")
