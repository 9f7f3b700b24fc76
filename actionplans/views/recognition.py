"""Recognition: Litbang chooses replications that are complete and verified."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import closing_checks
from actionplans.forms.closing import RecogniseForm, WithdrawForm
from actionplans.recognition_lists import CandidateTable, RecognitionTable
from actionplans.services import recognition as services
from innovations import access
from innovations.models import Judged, Recognition, Replication
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.lists import page_records, paged


@require_safe
def recognitions(request):
    """Those chosen in the officer's region, and those that may be."""
    user = request.user
    if not user.has_perm(services.RECOGNISE):
        raise PermissionDenied
    chosen = Recognition.objects.visible_to(user).select_related(
        "replication__innovation", "replication__agency__region", "chosen_by"
    )
    chosen = chosen.prefetch_related("replication__agency__names")
    chosen_table = paged(request, RecognitionTable(chosen, prefix="piagam-"))
    for row in page_records(chosen_table):
        row.agency_name = row.replication.agency.name_in(row.replication.programme_year)
    complete = (
        Replication.objects.visible_to(user)
        .filter(closing__state=Judged.State.AGREED, recognition=None)
        .for_list()
        .select_related("closing")
        .prefetch_related("plans__standings__period")
    )
    candidates = paged(request, CandidateTable(complete, prefix="calon-"))
    for replication in page_records(candidates):
        replication.agency_name = replication.agency.name_in(replication.programme_year)
        replication.faults = [
            sentence
            for sentence, _ in closing_checks.faults_of_plans(
                closing_checks.plans_until(replication)
            )
        ]
    return render(
        request,
        "actionplans/recognitions.html",
        {
            "chosen": chosen_table,
            "chosen_total": chosen_table.paginator.count,
            "candidates": candidates,
            "candidates_total": candidates.paginator.count,
        },
    )


def recognise(request, pk):
    replication = access.get_replication(request.user, pk, services.RECOGNISE)
    back = reverse("recognitions")
    number = services.next_number(timezone.localdate().year)
    form = RecogniseForm(request.POST or None, initial={"number": number})
    if request.method == "POST" and form.is_valid():
        try:
            services.recognise(replication=replication, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Piagam dibuat. OPD dan fasilitator diberi tahu.")
            return redirect(back)
    return render(
        request,
        "actionplans/recognise.html",
        {
            "form": form,
            "replication": replication,
            "agency_name": replication.agency.name_in(replication.programme_year),
            "back": back,
        },
        status=422 if form.errors else 200,
    )


def on_front(request, pk):
    """Put a chosen replication on the front page, or take it from there."""
    row = _own(request, pk)
    shows = row.on_front_page
    what = "Turunkan dari" if shows else "Tampilkan di"
    return ask_and_do(
        request,
        # What was asked, not the opposite of what is: sent twice it is done once.
        verb=lambda _: services.show_on_front(
            recognition=row, by=request.user, on_front_page=request.POST.get("tampil") == "1"
        ),
        back=reverse("recognitions"),
        title=f"{what} halaman depan?",
        text=f"{row.replication.title}, piagam {row.number}. Piagamnya tetap berlaku.",
        label=f"{what} halaman depan",
        done="Halaman depan diperbarui.",
        crumb=[(reverse("recognitions"), "Penghargaan")],
        hidden=[("tampil", "0" if shows else "1")],
    )


def withdraw(request, pk):
    row = _own(request, pk)
    return ask_and_do(
        request,
        verb=lambda cleaned: services.withdraw_recognition(
            recognition=row, by=request.user, **cleaned
        ),
        back=reverse("recognitions"),
        form_class=WithdrawForm,
        title=f"Cabut piagam {row.number}?",
        text=f"{row.replication.title}. Nomornya tidak dipakai lagi.",
        label="Cabut piagam",
        bad=True,
        done="Piagam dicabut. OPD dan fasilitator diberi tahu.",
        crumb=[(reverse("recognitions"), "Penghargaan")],
    )


def _own(request, pk):
    return access.get_recognition(request.user, pk, services.RECOGNISE)
