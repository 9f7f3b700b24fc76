"""Suitability: the list, a new one, its answers, its result, and its end."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from innovations import access, assessing, suitability_lists
from innovations.forms.suitability import AnswersForm, FinishForm, StartForm
from innovations.models import Dimension, Innovation, Suitability
from innovations.services import suitability as services
from innovations.suitability import result_of
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.listbook import workbook_response
from replikasi.common.lists import page_records, paged

ASSESS = "innovations.assess"
FINISH = "innovations.finish_assessment"
# More innovations than these are looked for in the catalogue.
MOST_OFFERED = 300


# -- reading ------------------------------------------------------------------------------------


def filtered(request):
    rows = Suitability.objects.visible_to(request.user).for_list()
    rows = rows.select_related("replication__innovation")
    return suitability_lists.SuitabilityFilter(request.GET, queryset=assessing.with_answers(rows))


@require_safe
def suitability_list(request):
    filterset = filtered(request)
    table = paged(request, suitability_lists.SuitabilityTable(filterset.qs, request=request))
    shown = page_records(table)
    results = assessing.results_of(shown)
    for row in shown:
        row.result = results[row.pk]
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "innovations/suitability_list.html",
        {
            "filter": filterset,
            "table": table,
            "total": table.paginator.count,
            "kept": kept.urlencode(),
            "may_start": request.user.has_perm(ASSESS),
            "may_keep": request.user.has_perm("innovations.view_suitabilityquestion"),
        },
    )


@require_safe
def suitability_list_xlsx(request):
    """All pages of the list as it is filtered and ordered."""
    table = suitability_lists.SuitabilityTable(filtered(request).qs)
    if order := request.GET.getlist("sort"):
        table.order_by = order
    rows = list(table.data.data)
    content = suitability_lists.workbook(rows, assessing.results_of(rows), timezone.localdate)
    return workbook_response(content, f"uji-kesesuaian-{timezone.localdate():%Y-%m-%d}.xlsx")


def shown(suitability):
    """What templates/innovations/_suitability_result.html wants."""
    lines = assessing.lines_of(suitability)
    return {
        "suitability": suitability,
        "result": result_of(lines),
        "groups": assessing.by_dimension(lines),
        "is_finished": suitability.state == Suitability.State.FINISHED,
    }


def read(user, pk, perm=None):
    """A suitability with its answers."""
    suitability = access.get_suitability(user, pk, perm)
    return assessing.with_answers(Suitability.objects.for_list()).get(pk=suitability.pk)


@require_safe
def suitability_page(request, pk):
    user = request.user
    suitability = read(user, pk)
    context = shown(suitability)
    is_finished, adopted = context["is_finished"], suitability.replication_id is not None
    may_finish = user.has_perm(FINISH, suitability)
    may_adopt = not adopted and user.has_perm("innovations.adopt", suitability.agency)
    return render(
        request,
        "innovations/suitability.html",
        {
            **context,
            "may_answer": not is_finished and user.has_perm(ASSESS, suitability),
            "may_finish": not is_finished and may_finish and context["result"].known > 0,
            "may_keep": user.has_perm("innovations.change_suitabilityquestion"),
            "may_reopen": is_finished and may_finish and not adopted,
            "adopt_url": (
                reverse(
                    "innovation_adopt",
                    args=[suitability.innovation_id],
                    query={"opd": suitability.agency_id},
                )
                if may_adopt and is_finished
                else ""
            ),
        },
    )


@require_safe
def replication_page(request, pk):
    """The suitability that a replication was made by."""
    replication = access.get_replication(request.user, pk)
    row = Suitability.objects.filter(replication=replication).first()
    return render(
        request,
        "innovations/suitability_replication.html",
        {
            "replication": replication,
            "agency_name": replication.agency.name_then_and_now(replication.programme_year),
            **(shown(read(request.user, row.pk)) if row else {"suitability": None}),
        },
    )


# -- beginning ----------------------------------------------------------------------------------


def start(request):
    user = request.user
    if not user.has_perm(ASSESS):
        raise PermissionDenied
    asked = request.GET.get("inovasi", "")
    innovation = access.get_innovation(user, asked) if asked else None
    many = innovation is None and Innovation.objects.count() > MOST_OFFERED
    form = StartForm(
        request.POST if request.method == "POST" else None,
        user=user,
        innovation=innovation,
        initial={"agency": request.GET.get("opd")},
    )
    if request.method == "POST" and form.is_valid():
        chosen, agency = form.pair
        try:
            made = services.start(innovation=chosen, agency=agency, by=user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("suitability_answer", made.pk)
    return render(
        request,
        "innovations/suitability_start.html",
        {
            "form": form,
            "innovation": innovation,
            "agency": user.agency if user.role in user.AGENCY_ROLES else None,
            "many": many,
        },
        status=422 if form.errors else 200,
    )


# -- answering ----------------------------------------------------------------------------------


@dataclass
class Aspect:
    """One folded section of the questionnaire; `rows` [(Line, radio buttons, note field)]."""

    number: int
    label: str
    rows: list
    is_open: bool = False

    @property
    def known(self):
        """How many of its statements are answered, as saved."""
        return sum(line.score is not None for line, _, _ in self.rows)

    @property
    def is_complete(self):
        return self.known == len(self.rows)

    @property
    def has_errors(self):
        return any(buttons.errors or note.errors for _, buttons, note in self.rows)


def _aspects(form, lines, asked):
    """[Aspect], open those with errors, else the one `asked` for (a number as text), else the
    first that is not complete."""
    fields = {line.question: (buttons, note) for line, buttons, note in form.rows()}
    found = [
        Aspect(number, label, [(line, *fields[line.question]) for line in of])
        for number, (label, of) in enumerate(assessing.by_dimension(lines), 1)
    ]
    wrong = [aspect for aspect in found if aspect.has_errors]
    wanted = [aspect for aspect in found if str(aspect.number) == asked]
    missing = [aspect for aspect in found if not aspect.is_complete]
    for aspect in wrong or (wanted or missing)[:1]:
        aspect.is_open = True
    return found


def answer(request, pk):
    suitability = read(request.user, pk, ASSESS)
    back = reverse("suitability", args=[pk])
    if suitability.state == Suitability.State.FINISHED:
        messages.info(request, "Uji ini sudah selesai, jadi jawabannya tidak diubah lagi.")
        return redirect(back)
    lines = assessing.lines_of(suitability)
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        lines=lines,
        revision=suitability.revision,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(
                suitability=suitability,
                by=request.user,
                seen=form.cleaned_data["seen"],
                answers=form.answers,
            )
        except services.AnswerConflict as conflict:
            form.show(conflict.merged, conflict.told, conflict.revision)
            form.add_error(None, conflict.message)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Jawaban disimpan.")
            return redirect(next_aspect(request, pk) or back)
    aspects = _aspects(form, lines, request.GET.get("aspek", ""))
    return render(
        request,
        "innovations/suitability_answer.html",
        {
            "suitability": suitability,
            "form": form,
            "aspects": aspects,
            "complete": sum(aspect.is_complete for aspect in aspects),
            "result": result_of(lines),
        },
        status=422 if form.errors else 200,
    )


def next_aspect(request, pk):
    """Where the person goes on who saved one aspect; "" for who is done."""
    number = request.POST.get("lanjut", "")
    if number not in map(str, range(2, len(Dimension.values) + 1)):
        return ""
    return reverse(
        "suitability_answer", args=[pk], query={"aspek": number}, fragment=f"aspek-{number}"
    )


# -- the end ------------------------------------------------------------------------------------


def finish(request, pk):
    suitability = read(request.user, pk, FINISH)
    back = reverse("suitability", args=[pk])
    result = result_of(assessing.lines_of(suitability))
    return ask_and_do(
        request,
        verb=lambda cleaned: services.finish(
            suitability=suitability, by=request.user, note=cleaned["note"], seen=cleaned["seen"]
        ),
        back=back,
        form_class=lambda posted: FinishForm(
            posted, initial={"seen": suitability.revision, "note": suitability.note}
        ),
        title="Selesaikan uji kesesuaian?",
        text=(
            f"{result.label}. {' '.join(result.reasons)} Setelah diselesaikan, pernyataan, bobot "
            "dan jawabannya tidak berubah lagi."
        ),
        label="Selesaikan",
        done="Uji kesesuaian diselesaikan.",
        crumb=[(reverse("suitability_list"), "Kesesuaian"), (back, suitability.innovation.name)],
    )


def reopen(request, pk):
    suitability = access.get_suitability(request.user, pk, FINISH)
    back = reverse("suitability", args=[pk])
    return ask_and_do(
        request,
        verb=lambda cleaned: services.reopen(suitability=suitability, by=request.user),
        back=back,
        title="Buka lagi uji kesesuaian?",
        text=(
            "Jawabannya dapat diubah lagi dan pernyataannya mengikuti daftar yang berlaku sekarang."
        ),
        label="Buka lagi",
        done="Uji kesesuaian dibuka lagi.",
        crumb=[(reverse("suitability_list"), "Kesesuaian"), (back, suitability.innovation.name)],
    )
