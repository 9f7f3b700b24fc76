"""The adaptation record of a replication and each of its elements, with what is said of them."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from actionplans import adaptation_history
from actionplans.access import get_plan
from actionplans.models import ActionPlan, Comment
from innovations import access, adaptations
from innovations.forms.adaptations import JudgeForm, chosen_of
from innovations.models import Document, ElementAdaptation
from innovations.models.replication import knows_claims
from innovations.services import adaptation as services
from innovations.services.documents import is_settled, may_remove
from replikasi.common.confirm import add_errors

from . import advice
from .advice_parts import element_advice_context

GROUPS = (
    (True, "Unsur inti", "Tanpa ini bukan lagi inovasi yang sama."),
    (False, "Boleh disesuaikan", "Diatur menurut keadaan setempat; tidak ikut dihitung."),
)


def newest_plan(user, replication):
    """The plan that talk about the replication is counted to, or None."""
    plans = ActionPlan.objects.visible_to(user).for_list().filter(replication=replication)
    return plans.order_by("-fiscal_year").first()


# -- the record -----------------------------------------------------------------------------------


def _rows(user, replication):
    """Its adaptations, each with how many files and threads hang on it, and the state that it had
    one step before."""

    def number(rows):
        counted = rows.order_by().values("adaptation").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted), 0)

    steps = ElementAdaptation.history.model.objects.filter(id=OuterRef("pk"))
    said = Comment.objects.visible_to(user).filter(parent=None, withdrawn_at=None)
    answers = Comment.objects.visible_to(user).filter(
        adaptation=OuterRef("pk"), parent__isnull=False, withdrawn_at=None
    )
    answers = answers.filter(parent__withdrawn_at=None, by__role__in=user.AGENCY_ROLES)
    return (
        replication.adaptations.select_related("proposed_by", "decided_by")
        .annotate(
            file_count=number(Document.objects.filter(adaptation=OuterRef("pk"))),
            state_before=Subquery(steps.order_by("-history_id").values("state")[1:2]),
            talk_count=number(said.filter(adaptation=OuterRef("pk"))),
            answered_at=Subquery(answers.order_by("-created_at").values("created_at")[:1]),
        )
        .order_by("pk")
    )


def _is_ready(record):
    """Decided and not asked about yet; what came back only once something was changed in it."""
    row = record.row
    return record.is_proposable and row.state in (ElementAdaptation.State.DRAFT, row.state_before)


def _told(records, user):
    """How many elements are where, as sentences; "" where the innovation has none."""
    state = ElementAdaptation.State
    numbers = Counter(record.state for record in records)
    if records and numbers[state.AGREED] == len(records):
        return "Semua unsur sudah disepakati."
    words = (
        (state.PROPOSED, "menunggu persetujuan Litbang"),
        (state.RETURNED, "dikembalikan"),
        (state.DRAFT, "masih draf"),
        (adaptations.WITHHELD, "belum disepakati"),
        ("", "belum diputuskan OPD" if knows_claims(user) else "belum dilaporkan"),
    )
    return " ".join(f"{numbers[key]} unsur {said}." for key, said in words if numbers[key])


@require_safe
def record(request, pk):
    return _record(request, access.get_replication(request.user, pk))


def _record(request, replication, form=None, ticked=()):
    user = request.user
    records = adaptations.records_of(replication, user, _rows(user, replication))
    found = adaptations.fidelity(records, user)
    may_record = user.has_perm(services.RECORD, replication)
    plan = newest_plan(user, replication)
    groups = [
        (label, note, [row for row in records if row.is_core == is_core])
        for is_core, label, note in GROUPS
    ]
    return render(
        request,
        "actionplans/adaptation_record.html",
        {
            "replication": replication,
            "agency_name": replication.agency.name_then_and_now(replication.programme_year),
            "groups": [group for group in groups if group[2]],
            "fidelity": found,
            "lines": adaptations.lines_of(records, found),
            "waiting": sum(row.is_waiting for row in records),
            "told": _told(records, user),
            "proposable": [row for row in records if _is_ready(row)] if may_record else [],
            "may_record": may_record,
            "may_judge": user.has_perm(services.JUDGE, replication),
            "plan": plan,
            "claims_told": knows_claims(user),
            "may_advise": bool(plan) and user.has_perm("actionplans.advise", plan),
            "form": form or JudgeForm(),
            "ticked": ticked,
        },
        status=422 if form else 200,
    )


@require_POST
def decide(request, pk):
    """Litbang agrees to the ticked elements, or returns them with one reason."""
    user = request.user
    replication = access.get_replication(user, pk, services.JUDGE)
    form, chosen = JudgeForm(request.POST), chosen_of(request.POST)
    alone = len(chosen) == 1 and request.POST.get("dari") == "unsur"
    if form.is_valid():
        try:
            done = _decided(replication, user, chosen, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            if alone:
                return redirect("adaptation", next(iter(chosen)))
            return redirect("adaptation_record", pk)
    if alone:
        row = access.get_adaptation(user, next(iter(chosen)), services.JUDGE)
        return _element(request, row, form)
    return _record(request, replication, form, chosen)


def _decided(replication, by, chosen, *, decision, reason):
    """Do it; returns what to say of it."""
    asked = {"replication": replication, "by": by, "chosen": chosen}
    if decision == JudgeForm.AGREE:
        services.agree(**asked)
        return f"{len(chosen)} unsur disepakati."
    services.send_back(**asked, reason=reason)
    return f"{len(chosen)} unsur dikembalikan; OPD diberi tahu."


# -- one element ----------------------------------------------------------------------------------


@require_safe
def element_page(request, pk):
    return _element(request, access.get_adaptation(request.user, pk))


def _element(request, row, form=None):
    user, replication = request.user, row.replication
    plan = newest_plan(user, replication)
    may_record = user.has_perm(services.RECORD, row)
    state, told = ElementAdaptation.State, row.is_told_to(user)
    context = element_advice_context(user, row, plan) if plan else {"plan": None}
    return render(
        request,
        "actionplans/adaptation.html",
        {
            **context,
            "row": row,
            "record": adaptations.Record.for_reader(user, row.element, row),
            "replication": replication,
            "may_edit": may_record and row.is_open,
            "may_propose": may_record and row.is_open and row.choice and not services.missing(row),
            "may_judge": row.state == state.PROPOSED and user.has_perm(services.JUDGE, row),
            "may_reopen": row.state == state.AGREED and user.has_perm(services.JUDGE, row),
            "documents": list(row.documents.order_by("pk")) if told else [],
            "add_url": reverse("document_add", args=["adaptation", row.pk])
            if may_record and not is_settled(row)
            else "",
            "may_change": may_record and may_remove(row),
            # As with what was measured: how it came to be agreed is not for the leaders.
            "entries": adaptation_history.entries_of(row) if knows_claims(user) else [],
            "claims_told": knows_claims(user),
            "form": form or JudgeForm(),
        },
        status=422 if form else 200,
    )


def advise(request, pk, element_pk):
    """Advice on an element; its row is made with the first of it."""
    user = request.user
    replication = access.get_replication(user, pk)
    element = access.get_element(replication, element_pk)
    plan = newest_plan(user, replication)
    if plan is None:
        if user.role not in Comment.ADVISERS:
            raise PermissionDenied
        messages.error(request, "Catatan dibuka begitu replikasi ini punya rencana aksi.")
        return redirect("adaptation_record", pk)
    plan = get_plan(user, plan.pk, "actionplans.advise")
    if request.method == "POST":
        row = services.ensure_row(replication=replication, element=element)
    else:
        row = services.row_of(replication, element)
    back = (
        reverse("adaptation", args=[row.pk]) if row.pk else reverse("adaptation_record", args=[pk])
    )
    comment = Comment(plan=plan, adaptation=row if row.pk else None)
    return advice.write(request, comment, back, f"unsur {element}")
