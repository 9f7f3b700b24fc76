"""Lessons: everybody's list, and what Litbang and the facilitator add to a replication."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from innovations import access
from innovations.forms.lessons import LessonForm
from innovations.lesson_lists import LessonFilter, LessonTable, of_list, prepare, workbook
from innovations.models import Lesson
from innovations.services import lessons as services
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.listbook import workbook_response
from replikasi.common.lists import page_records, paged

PERM = "innovations.write_lesson"


def groups_to_read(rows):
    """[(label, lessons)] of the kinds that occur among `rows`, in their order."""
    groups = [(kind.label, [row for row in rows if row.kind == kind]) for kind in Lesson.Kind]
    return [(label, found) for label, found in groups if found]


@require_safe
def lesson_list(request):
    """Published lessons of every region, and drafts in scope, marked."""
    rows = of_list(Lesson.objects.readable_by(request.user))
    filterset = LessonFilter(request.GET, queryset=rows)
    table = paged(request, LessonTable(filterset.qs))
    prepare(page_records(table))
    context = {"filter": filterset, "table": table, "total": table.paginator.count}
    return render(request, "innovations/lessons.html", context)


@require_safe
def lesson_list_xlsx(request):
    """All pages of the list as it is filtered."""
    filterset = LessonFilter(
        request.GET, queryset=of_list(Lesson.objects.readable_by(request.user))
    )
    return workbook_response(workbook(filterset.qs), "pelajaran.xlsx")


def lesson_add(request, pk):
    replication = access.get_replication(request.user, pk, PERM)
    back = reverse("closing", args=[pk])
    form = LessonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_lesson(replication=replication, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Pelajaran disimpan.")
            return redirect(back)
    return render(
        request,
        "innovations/lesson_form.html",
        {"form": form, "replication": replication, "back": back},
        status=422 if form.errors else 200,
    )


def lesson_remove(request, pk):
    lesson = access.get_lesson(request.user, pk, PERM)
    replication = lesson.replication
    back = reverse("closing", args=[replication.pk])
    return ask_and_do(
        request,
        verb=lambda _: services.remove_lesson(lesson=lesson, by=request.user),
        back=back,
        title="Hapus pelajaran ini?",
        text=lesson.text,
        label="Hapus",
        bad=True,
        done="Pelajaran dihapus.",
        crumb=[
            (reverse("replication", args=[replication.pk]), replication.title),
            (back, "Penutupan"),
        ],
    )
