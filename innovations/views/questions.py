"""The statements that a suitability asks: Litbang words, weighs, orders and withdraws them."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from innovations import access
from innovations.forms.suitability import QuestionForm
from innovations.models import Dimension, Innovation, SuitabilityQuestion
from innovations.services import suitability as services
from replikasi.common.confirm import add_errors


def _asked_innovation(request):
    """The innovation in the address, or None for the general statements."""
    asked = request.GET.get("inovasi", "")
    return access.get_innovation(request.user, asked) if asked else None


def _list_url(innovation):
    query = {"inovasi": innovation.pk} if innovation else None
    return reverse("question_list", query=query)


@require_safe
def question_list(request):
    if not request.user.has_perm("innovations.view_suitabilityquestion"):
        raise PermissionDenied
    innovation = _asked_innovation(request)
    of = Q(innovation=None) | Q(innovation=innovation) if innovation else Q(innovation=None)
    rows = list(SuitabilityQuestion.objects.filter(of).order_by("dimension", "position", "pk"))
    whole = sum((row.weight for row in rows if row.is_active), Decimal(0))
    for row in rows:
        row.share = row.weight / whole * 100 if row.is_active else None
    groups = [
        (label, [row for row in rows if row.dimension == value])
        for value, label in Dimension.choices
    ]
    own = Innovation.objects.filter(questions__isnull=False).distinct().order_by("name", "pk")
    return render(
        request,
        "innovations/suitability_questions.html",
        {
            "innovation": innovation,
            "groups": groups,
            "total": len(rows),
            "active": sum(row.is_active for row in rows),
            "with_own": own,
            "new_url": reverse(
                "question_create", query={"inovasi": innovation.pk} if innovation else None
            ),
        },
    )


def question_create(request):
    if not request.user.has_perm("innovations.add_suitabilityquestion"):
        raise PermissionDenied
    innovation = _asked_innovation(request)
    chosen = request.GET.get("aspek", "")
    question = SuitabilityQuestion(
        innovation=innovation,
        dimension=chosen if chosen in Dimension.values else Dimension.NEED,
        position=SuitabilityQuestion.objects.count() + 1,
    )
    return _form(request, question, innovation, "Pernyataan ditambahkan.")


def question_edit(request, pk):
    question = access.get_question(request.user, pk, "innovations.change_suitabilityquestion")
    return _form(request, question, question.innovation, "Pernyataan disimpan.")


def _form(request, question, innovation, done):
    form = QuestionForm(request.POST if request.method == "POST" else None, instance=question)
    back = _list_url(innovation)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_question(question=form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, done)
            return redirect(_list_url(saved.innovation and innovation))
    return render(
        request,
        "innovations/suitability_question.html",
        {"form": form, "innovation": innovation, "back": back, "is_new": question.pk is None},
        status=422 if form.errors else 200,
    )
