"""Periods with their deadlines: everybody reads, Litbang moves; days off and the rules."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, dues, workdays
from actionplans.due_lists import DueMoveFilter, DueMoveTable, OffDayTable
from actionplans.forms import DueMoveForm, OffDayForm, RulesForm, TakeBackForm
from actionplans.models import DueMove, OffDay, ReportingPeriod, ReportingRules
from actionplans.services import days_off, due_moves
from innovations.access import get_agency
from innovations.models import Agency
from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.lists import paged
from replikasi.common.periods import SATURDAY, holiday_names

from .lists import render_list

KEEP = "actionplans.change_reportingperiod"


# -- the quarters of a year ---------------------------------------------------------------------


def year_asked(request, years, default):
    """The year in the address when it is one of `years`, else `default`."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and asked in map(str, years) else default


@require_safe
def periods(request):
    user, today = request.user, timezone.localdate()
    years = list(
        ReportingPeriod.objects.order_by("-year").values_list("year", flat=True).distinct()
    )
    year = year_asked(request, years, today.year if today.year in years else max(years, default=0))
    rows = list(ReportingPeriod.objects.filter(year=year).order_by("quarter"))
    own = user.agency_id if user.role in User.AGENCY_ROLES else None
    known = dues.of_agency(own, rows)
    moves = DueMove.objects.visible_to(user).filter(period__year=year)
    holding = in_force(moves)
    for row in rows:
        row.shown = known[row.pk]
        row.own_count = sum(move.agency_id is not None for move in holding.get(row.pk, ()))
    may_keep = user.has_perm(KEEP)

    def prepare(records):
        for move in records:
            move.holds = move in holding.get(move.period_id, ())
            move.may_take_back = move.holds and may_keep

    asked = request.GET.copy()
    asked["year"] = str(year)
    return render_list(
        request,
        "actionplans/periods.html",
        filterset=DueMoveFilter(
            asked, moves.select_related("period", "agency", "by"), request=request
        ),
        table_class=DueMoveTable,
        prepare=prepare,
        context={
            "year": year,
            "years": years,
            "periods": rows,
            "today": today,
            "rules": workdays.rules(),
            "is_agency": own is not None,
            "may_keep": may_keep,
            "any_moves": moves.exists(),
        },
    )


def in_force(moves):
    """{period key: {the moves that count now}}: everybody's while the date is another than the
    first, an agency's while it is later than everybody's."""
    latest = {}
    for move in moves.select_related("period").order_by("id"):
        latest[move.period_id, move.agency_id] = move
    found = {}
    for (period, agency), move in latest.items():
        counts = move.period.first_due if agency is None else move.due > move.period.due
        if counts:
            found.setdefault(period, set()).add(move)
    return found


def due_move(request, pk):
    """Moving a due date. A GET with values shows what they would do; a POST does it."""
    period = access.get_period(request.user, pk, KEEP)
    agencies = Agency.objects.visible_to(request.user).filter(
        replications__plans__fiscal_year=period.year
    )
    sent = (
        request.POST if request.method == "POST" else request.GET if "due" in request.GET else None
    )
    form = DueMoveForm(sent, period=period, agencies=agencies.distinct().order_by("name"))
    preview = None
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        if request.method == "POST":
            try:
                move = due_moves.move_due(period=period, by=request.user, **values)
            except ValidationError as error:
                add_errors(form, error)
            else:
                whom = f" untuk {move.agency.short_name}" if move.agency else ""
                messages.success(
                    request,
                    f"Tenggat {period}{whom} sekarang {formats.short_date(move.due)}.",
                )
                return redirect(reverse("periods", query={"year": period.year}))
        else:
            preview = due_moves.effect(period, values["due"], values["agency"])
    return render(
        request,
        "actionplans/period_move.html",
        {"form": form, "period": period, "preview": preview, "known": everybodys(period)},
        status=422 if form.errors else 200,
    )


def everybodys(period):
    return dues.of_agency(None, [period])[period.pk]


def due_restore(request, pk, agency_pk=None):
    """Taking a moved due date back, everybody's or one agency's."""
    period = access.get_period(request.user, pk, KEEP)
    agency = get_agency(request.user, agency_pk) if agency_pk is not None else None
    target = period.due if agency else period.first_due or period.due
    whom = agency.name if agency else "semua OPD"
    return ask_and_do(
        request,
        verb=lambda values: due_moves.take_back(
            period=period, by=request.user, agency=agency, **values
        ),
        form_class=lambda sent: TakeBackForm(sent, period=period),
        back=reverse("periods", query={"year": period.year}),
        title=f"Kembalikan tenggat {period} untuk {whom}?",
        text=f"Tenggatnya menjadi {formats.short_date(target)}. "
        "Laporan yang sudah terkirim dihitung ulang keterlambatannya, dan OPD diberi tahu.",
        label="Kembalikan tenggat",
        done=f"Tenggat {period} untuk {whom} kembali {formats.short_date(target)}.",
        crumb=[(reverse("periods", query={"year": period.year}), "Periode")],
    )


# -- days off -----------------------------------------------------------------------------------


@require_safe
def off_days(request):
    """Litbang's days of a year, and the library's beside them."""
    user, today = request.user, timezone.localdate()
    years = range(today.year - 5, today.year + 4)
    year = year_asked(request, years, today.year)
    known = dict(OffDay.objects.filter(day__year=year).values_list("day", "is_off"))
    table = paged(request, OffDayTable(OffDay.objects.filter(day__year=year), request=request))
    may_keep = user.has_perm("actionplans.change_offday")
    for row in table.page.object_list:
        row.record.may_change = may_keep
    return render(
        request,
        "actionplans/periods_off_days.html",
        {
            "table": table,
            "year": year,
            "years": [shown for shown in years if abs(shown - year) <= 1],
            "holidays": [
                {
                    "day": day,
                    "name": name,
                    "is_weekend": day.weekday() >= SATURDAY,
                    "is_worked": known.get(day) is False,
                    "may_change": may_keep
                    and day >= today
                    and day.weekday() < SATURDAY
                    and day not in known,
                }
                for day, name in holiday_names(year).items()
            ],
            "may_keep": may_keep,
        },
    )


def off_day_create(request):
    if not request.user.has_perm("actionplans.add_offday"):
        return access.refuse()
    off_day = OffDay(is_off="kerja" not in request.GET)
    initial = {}
    if request.method != "POST" and (asked := request.GET.get("tanggal", "")):
        try:
            initial["day"] = formats.parse_date(asked)
            initial["name"] = holiday_names(initial["day"].year).get(initial["day"], "")
        except ValueError:
            pass
    return _off_day_form(request, off_day, initial)


def off_day_edit(request, pk):
    off_day = access.get_off_day(request.user, pk, "actionplans.change_offday")
    return _off_day_form(request, off_day, {})


def _off_day_form(request, off_day, initial):
    name = off_day.name
    form = OffDayForm(request.POST or None, instance=off_day, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved, changed = days_off.save_off_day(
                off_day=form.instance, by=request.user, seen=form.cleaned_data["seen"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Tersimpan: {saved.name}.{counted_anew(changed)}")
            return redirect(reverse("off_days", query={"year": saved.day.year}))
    return render(
        request,
        "actionplans/periods_off_day.html",
        {"form": form, "off_day": off_day, "name": name},
        status=422 if form.errors else 200,
    )


def off_day_delete(request, pk):
    off_day = access.get_off_day(request.user, pk, "actionplans.delete_offday")

    def delete(_):
        changed = days_off.delete_off_day(off_day=off_day, by=request.user)
        messages.success(request, f"Dihapus: {off_day.name}.{counted_anew(changed)}")

    return ask_and_do(
        request,
        verb=delete,
        back=reverse("off_days", query={"year": off_day.day.year}),
        title=f"Hapus “{off_day.name}”, {formats.short_date(off_day.day)}?",
        text="Tenggat yang belum dibuka dihitung ulang tanpa hari ini.",
        label="Hapus hari ini",
        done="",
        bad=True,
        crumb=[
            (reverse("periods"), "Periode"),
            (reverse("off_days", query={"year": off_day.day.year}), "Hari libur"),
        ],
    )


def counted_anew(changed):
    """Which deadlines moved along, as a sentence with a space before it, or ""."""
    if not changed:
        return ""
    moved = ", ".join(
        f"{period} {formats.short_date(before)} → {formats.short_date(period.due)}"
        if before != period.due
        else str(period)
        for period, before in changed
    )
    return f" Tenggat yang dihitung ulang: {moved}."


# -- the rules ----------------------------------------------------------------------------------


def reporting_rules(request):
    if not request.user.has_perm("actionplans.change_reportingrules"):
        return access.refuse()
    rules = ReportingRules.objects.order_by("pk").first() or ReportingRules()
    form = RulesForm(request.POST or None, instance=rules)
    if request.method == "POST" and form.is_valid():
        try:
            changed = days_off.save_rules(
                rules=form.instance, by=request.user, seen=form.cleaned_data["seen"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Aturan pelaporan tersimpan.{counted_anew(changed)}")
            return redirect("periods")
    status = 422 if form.errors else 200
    return render(request, "actionplans/periods_rules.html", {"form": form}, status=status)
