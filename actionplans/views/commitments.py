"""Commitments: the list, one with its clauses and what serves them, kept by Litbang."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, commitments, workdays
from actionplans.forms.trace import TraceForm
from actionplans.models import Milestone, MilestoneTrace
from actionplans.services import tracing
from innovations import access as innovations_access
from innovations import document_history
from innovations.commitments import BADGES, force_of
from innovations.filters import CommitmentFilter
from innovations.forms.commitments import CommitmentForm, clause_forms
from innovations.models import Clause, Commitment, Replication
from innovations.services import commitments as services
from replikasi.common.access import door
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.lists import paged_rows

SHOWN = 20


@require_safe
def commitment_list(request):
    filterset = CommitmentFilter(request.GET, queryset=Commitment.objects.all())
    rows = filterset.qs.order_by("-signed_on", "title", "pk")
    page = paged_rows(request, rows, SHOWN)
    return render(
        request,
        "actionplans/commitment_list.html",
        {
            "filter": filterset,
            "rows": commitments.listed(page, request.user, timezone.localdate()),
            "page": page,
            "may_add": request.user.has_perm("innovations.add_commitment"),
        },
    )


@require_safe
def commitment_page(request, pk):
    user, today = request.user, timezone.localdate()
    commitment = innovations_access.get_commitment(user, pk)
    renewed_by = Commitment.objects.filter(renews=commitment).first()
    near = workdays.rules().commitment_days
    force = force_of(commitment, today, near, renewed=renewed_by is not None)
    seen = Replication.objects.visible_to(user).filter(commitment=commitment).for_list()
    page = paged_rows(request, seen.order_by("agency__name", "pk"), SHOWN)
    for replication in page:
        replication.agency_name = replication.agency.name_in(replication.programme_year)
    may_change = user.has_perm("innovations.change_commitment", commitment)
    return render(
        request,
        "actionplans/commitment.html",
        {
            "commitment": commitment,
            "force": force,
            "badge": BADGES[force],
            "days_left": commitment.valid_until and (commitment.valid_until - today).days,
            "renewed_by": renewed_by,
            "parties": [line for line in commitment.signatories.splitlines() if line.strip()],
            "documents": list(commitment.documents.order_by("pk")),
            "file_lines": document_history.lines_of_one(commitment),
            "clauses": commitments.clause_states(commitment, user, today),
            "page": page,
            "may_change": may_change,
            "add_url": reverse("document_add", args=["commitment", pk]) if may_change else "",
            "may_renew": may_change and renewed_by is None,
            "may_trace": user.has_perm("innovations.trace"),
        },
    )


def commitment_create(request):
    return _renewal_or_new(request, None)


def commitment_renew(request, pk):
    """A new commitment that takes the place of `pk`, with its words and clauses to begin with."""
    renews = innovations_access.get_commitment(request.user, pk)
    if Commitment.objects.filter(renews=renews).exists():
        messages.error(request, "Komitmen ini sudah diperbarui.")
        return redirect("commitment", pk)
    return _renewal_or_new(request, renews)


def _renewal_or_new(request, renews):
    if not request.user.has_perm("innovations.add_commitment"):
        return access.refuse()
    initial = {}
    if renews is not None:
        initial = {name: getattr(renews, name) for name in ("place", "signatories")}
        initial["title"] = f"{renews.title} (perpanjangan)"

    def save(form, clauses):
        return services.create_commitment(
            by=request.user, values=form.values, clauses=clauses.rows, renews=renews
        )

    return _edit(request, Commitment(**initial), clause_forms(None, copied=renews), save)


def commitment_edit(request, pk):
    commitment = innovations_access.get_commitment(
        request.user, pk, "innovations.change_commitment"
    )

    def save(form, clauses):
        return services.save_commitment(
            commitment=commitment,
            by=request.user,
            seen=form.cleaned_data["seen"],
            values=form.values,
            clauses=clauses.rows,
        )

    return _edit(request, commitment, clause_forms(commitment), save)


def _edit(request, commitment, clauses, save):
    form, status = CommitmentForm(instance=commitment), 200
    name = commitment.title if commitment.pk else ""
    if request.method == "POST":
        form = CommitmentForm(request.POST, instance=commitment)
        clauses = clause_forms(commitment if commitment.pk else None, request.POST)
        status = 422
        if all([form.is_valid(), clauses.is_valid()]):
            try:
                kept = save(form, clauses)
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, f"Tersimpan: {kept.title}.")
                return redirect("commitment", kept.pk)
    context = {"form": form, "clauses": clauses, "commitment": commitment, "name": name}
    return render(request, "actionplans/commitment_form.html", context, status=status)


def commitment_delete(request, pk):
    commitment = innovations_access.get_commitment(
        request.user, pk, "innovations.delete_commitment"
    )
    return ask_and_do(
        request,
        verb=lambda _: services.delete_commitment(commitment=commitment, by=request.user),
        back=reverse("commitment_list"),
        title=f"Hapus “{commitment.title}”?",
        text="Butir dan berkasnya ikut dihapus. Komitmen yang menjadi dasar replikasi tetap ada.",
        label="Hapus komitmen",
        done=f"Dihapus: {commitment.title}.",
        bad=True,
        crumb=[(reverse("commitment_list"), "Komitmen")],
    )


# -- what serves a clause -------------------------------------------------------------------------


@require_safe
def clause_page(request, pk):
    """The plans under the commitment of a clause, each with how many milestones serve it."""
    user = request.user
    clause = door(Clause.objects.select_related("commitment"), user, pk)
    page = paged_rows(request, commitments.plans_of(clause.commitment, user), SHOWN)
    served = MilestoneTrace.objects.filter(clause=clause, milestone__plan__in=list(page))
    serving = {}
    for row in served.select_related("milestone").order_by("milestone__number"):
        serving.setdefault(row.milestone.plan_id, []).append(row.milestone)
    for plan in page:
        plan.serving = serving.get(plan.pk, [])
        plan.may_trace = user.has_perm("innovations.trace", plan.replication)
    return render(
        request,
        "actionplans/clause.html",
        {"clause": clause, "commitment": clause.commitment, "page": page},
    )


def clause_trace(request, pk, plan_pk):
    """Which milestones of one plan serve the clause."""
    user = request.user
    clause = door(Clause.objects.select_related("commitment"), user, pk)
    plan = access.get_plan(user, plan_pk)
    if plan.replication.commitment_id != clause.commitment_id:
        raise Http404("Rencana ini tidak berdasar komitmen itu.")
    if not user.has_perm("innovations.trace", plan.replication):
        return access.refuse()
    rows = Milestone.objects.filter(plan=plan).order_by("number")
    chosen = rows.filter(traces__clause=clause)
    form = TraceForm(
        request.POST if request.method == "POST" else None, rows=rows, chosen=list(chosen)
    )
    if request.method == "POST" and form.is_valid():
        tracing.trace(
            plan=plan, by=user, milestones=list(form.cleaned_data["milestones"]), clause=clause
        )
        messages.success(request, f"Butir {clause.number}: tonggak yang melayaninya tersimpan.")
        return redirect("clause", clause.pk)
    context = {"clause": clause, "commitment": clause.commitment, "plan": plan, "form": form}
    status = 422 if form.errors else 200
    return render(request, "actionplans/clause_trace.html", context, status=status)
