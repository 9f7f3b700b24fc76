"""Templates of plans, which Litbang keeps: the list, the page of one with its rows, deletion."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actionplans import access
from actionplans.forms import TemplateForm, TemplateRowForms
from actionplans.models import PlanTemplate, Stage
from actionplans.services import templates
from actionplans.tables import TemplateTable
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.lists import paged


@require_safe
def template_list(request):
    if not request.user.has_perm("actionplans.view_plantemplate"):
        return access.refuse()
    rows = PlanTemplate.objects.annotate(number=Count("rows"))
    table = paged(request, TemplateTable(rows, request=request))
    return render(request, "actionplans/template_list.html", {"table": table})


def template_create(request):
    """A new template: empty, a copy of another (`dari`), or the work of a plan (`rencana`)."""
    if not request.user.has_perm("actionplans.add_plantemplate"):
        return access.refuse()
    template, rows = PlanTemplate(), [{"stage": stage} for stage in Stage.values]
    if "dari" in request.GET:
        copied = access.get_template(request.user, request.GET["dari"])
        template.name = f"Salinan {copied.name}"[:120]
        template.description = copied.description
        rows = templates.rows_of(copied)
    elif "rencana" in request.GET:
        plan = access.get_plan(request.user, request.GET["rencana"])
        template.name = f"Seperti {plan.replication.title} {plan.fiscal_year}"[:120]
        rows = templates.rows_of_plan(plan)
    if len(rows) > templates.MOST_ROWS:
        messages.error(request, f"Satu templat paling banyak memuat {templates.MOST_ROWS} baris.")
        return redirect("plan", plan.pk)

    def save(rows, seen):
        return templates.create_template(template=template, rows=rows, by=request.user)

    return edit(request, template, rows, save)


def template_edit(request, pk):
    template = access.get_template(request.user, pk, "actionplans.change_plantemplate")
    rows = [{**row, "row": row["pk"]} for row in templates.rows_of(template)]

    def save(rows, seen):
        return templates.save_template(template=template, rows=rows, by=request.user, seen=seen)

    return edit(request, template, rows, save)


def edit(request, template, rows, save):
    """The page of a template. A button of a row sends the form as well: the rows come back moved,
    with everything that was typed, and nothing is saved yet."""
    form, table, status = TemplateForm(instance=template), TemplateRowForms(rows), 200
    name = template.name if template.pk else ""
    if request.method == "POST":
        table, status = TemplateRowForms.sent(request.POST), 422
        if "aksi" in request.POST:
            form = TemplateForm(instance=template, initial=typed(request.POST))
            table = table.act(request.POST["aksi"])
            status = 200 if request.htmx else 422
        else:
            form, table = TemplateForm(request.POST, instance=template), table.without_blanks()
            if answer := saved(request, form, table, save):
                return answer
    context = {"form": form, "table": table, "template": template, "name": name}
    return render(request, "actionplans/template_form.html", context, status=status)


def typed(data):
    """What was typed above the rows, to be shown again and not yet judged."""
    return {
        "is_active": "is_active" in data,
        **{name: data.get(name, "") for name in ("name", "description", "seen")},
    }


def saved(request, form, table, save):
    """Saves what is right and leads to the list; else None, and the forms hold the reasons."""
    if not all([form.is_valid(), table.is_valid()]):
        return None
    try:
        template = save(table.values(), form.cleaned_data["seen"])
    except ValidationError as error:
        add_errors(form, error)
        return None
    messages.success(request, f"Tersimpan: {template.name}.")
    return redirect("template_list")


def template_delete(request, pk):
    template = access.get_template(request.user, pk, "actionplans.delete_plantemplate")
    return ask_and_do(
        request,
        verb=lambda _: templates.delete_template(template=template, by=request.user),
        back=reverse("template_list"),
        title=f"Hapus “{template.name}”?",
        text="Rencana yang sudah dibuat darinya tidak berubah.",
        label="Hapus templat",
        done=f"Dihapus: {template.name}.",
        bad=True,
        crumb=[(reverse("template_list"), "Templat rencana")],
    )
