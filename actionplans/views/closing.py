"""Closing a replication: what must hold, the agency's lessons, Litbang's decision."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from actionplans import closing_checks
from actionplans.forms.closing import ClosingForm, groups_of, put_errors
from actionplans.services import closing as services
from innovations import access
from innovations.forms.decision import ReasonForm, SeenForm
from innovations.services import lessons
from innovations.views.lessons import groups_to_read
from replikasi.common.confirm import add_errors, ask_and_do

MORE, DRAFT = "tambah", "draf"


def closing(request, pk):
    """The page of everybody; its form for the agency while it may still change it."""
    user = request.user
    replication = access.get_replication(user, pk)
    row = services.closing_of(replication)
    editing = (row is None or row.is_open) and user.has_perm(services.PREPARE, replication)
    form, groups, status = None, (), 200
    if request.method == "POST":
        if not user.has_perm(services.PREPARE, replication):
            raise PermissionDenied
        done, form, groups = _posted(request, replication, row)
        if done:
            return done
        editing, status = True, 422 if form.errors else 200
    elif editing:
        form = ClosingForm(initial=_initial(replication, row))
        groups = groups_of(list(lessons.of_agency(replication)))
    closed = row is not None and row.state == row.State.AGREED
    checks = [] if closed else closing_checks.before_closing(replication)
    return render(
        request,
        "actionplans/closing.html",
        {
            "replication": replication,
            "agency_name": replication.agency.name_then_and_now(replication.programme_year),
            "closing": row,
            "checks": checks,
            "blocked": bool(closing_checks.missing(checks)),
            "editing": editing,
            "form": form,
            "groups": groups,
            "may_propose": user.has_perm(services.PROPOSE, replication),
            "may_judge": row is not None and user.has_perm(services.JUDGE, row),
            "recognition": getattr(replication, "recognition", None),
            "may_recognise": user.has_perm("innovations.recognise", replication),
            **_to_read(user, replication, row, editing),
        },
        status=status,
    )


def _to_read(user, replication, row, editing):
    """The lessons as they are read: those in the form stand there."""
    by_others = list(lessons.of_others(replication))
    shown = by_others if editing else [*lessons.of_agency(replication), *by_others]
    may_write = user.role in lessons.OTHERS and user.has_perm(
        "innovations.write_lesson", replication
    )
    closed = row is not None and row.state == row.State.AGREED
    still = may_write and (not closed or user.role == user.Role.LITBANG)
    if user.role == user.Role.PIMPINAN and not closed:
        shown = []
    for lesson in shown:
        lesson.may_remove = still and lesson.by_id == user.pk
    return {"lesson_groups": groups_to_read(shown), "may_write": still}


def _initial(replication, row):
    if row is not None:
        return {"completed_on": row.completed_on, "seen": row.revision}
    return {"completed_on": services.last_progress(replication)}


def _posted(request, replication, row):
    """(response or None, form, groups) of what the agency sent."""
    more, data = request.POST.get(MORE, ""), request.POST
    if more:  # a row more, nothing is saved yet
        form = ClosingForm(initial={name: data.get(name) for name in ClosingForm.base_fields})
        return None, form, groups_of([], data, more)
    form, groups = ClosingForm(data), groups_of([], data)
    sound = [form.is_valid(), *(group.rows.is_valid() for group in groups)]
    if not all(sound):
        if form.is_valid():
            form.add_error(None, "Ada pelajaran yang belum dapat disimpan.")
        return None, form, groups
    is_draft = request.POST.get("aksi") == DRAFT
    verb = services.save_draft if is_draft else services.propose_closing
    try:
        verb(
            replication=replication,
            by=request.user,
            said=[said for group in groups for said in group.said()],
            **form.cleaned_data,
        )
    except ValidationError as error:
        rest = put_errors(form, groups, error)
        if rest or not hasattr(error, "error_dict"):
            add_errors(form, ValidationError(rest) if rest else error)
        return None, form, groups
    done = "Draf penutupan disimpan." if is_draft else "Penutupan diajukan. Litbang diberi tahu."
    messages.success(request, done)
    return redirect("closing", replication.pk), form, groups


# -- Litbang's decision ---------------------------------------------------------------------------


def _decide(request, pk, *, verb, form_class, **words):
    replication = access.get_replication(request.user, pk)
    row = access.get_closing(request.user, getattr(services.closing_of(replication), "pk", 0))
    if not request.user.has_perm(services.JUDGE, row):
        raise PermissionDenied
    back = reverse("closing", args=[pk])
    text = words.pop("text")
    return ask_and_do(
        request,
        verb=lambda cleaned: verb(closing=row, by=request.user, **cleaned),
        back=back,
        form_class=partial(form_class, initial={"seen": row.revision}),
        crumb=[
            (reverse("replication", args=[pk]), replication.title),
            (back, "Penutupan"),
        ],
        text=text(replication) if callable(text) else text,
        **words,
    )


def _warning(replication):
    """What the checks warn of, in words; the musts are said as well, should a plan have come."""
    open_ones = [check for check in closing_checks.before_closing(replication) if not check.done]
    told = "; ".join(sentence for check in open_ones for sentence, _ in check.items)
    after = (
        "Replikasi menjadi selesai, pelajarannya terbit bagi semua OPD, dan pemeriksaan "
        "6, 12 dan 24 bulan dijadwalkan."
    )
    return f"Perhatikan: {told}. {after}" if told else after


def agree(request, pk):
    return _decide(
        request,
        pk,
        verb=services.agree_closing,
        form_class=SeenForm,
        title="Setujui penutupan replikasi?",
        text=_warning,
        label="Setujui penutupan",
        done="Penutupan disetujui. OPD dan fasilitator diberi tahu.",
    )


def send_back(request, pk):
    return _decide(
        request,
        pk,
        verb=services.return_closing,
        form_class=ReasonForm,
        title="Kembalikan penutupan replikasi?",
        text="OPD memperbaikinya lalu mengajukannya lagi.",
        label="Kembalikan",
        bad=True,
        done="Penutupan dikembalikan. OPD diberi tahu.",
    )


def reopen(request, pk):
    return _decide(
        request,
        pk,
        verb=services.reopen_closing,
        form_class=ReasonForm,
        title="Buka lagi replikasi ini?",
        text="Replikasi berjalan lagi, pelajarannya tidak lagi terbit, dan jadwal "
        "pemeriksaannya dihapus.",
        label="Buka lagi",
        bad=True,
        done="Replikasi dibuka lagi. OPD diberi tahu.",
    )
