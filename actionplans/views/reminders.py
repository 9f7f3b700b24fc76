"""Telling the person in charge of a milestone by mail: what will go, to whom, and once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from actionplans import access
from actionplans.forms import TellForm
from actionplans.services import reminders
from replikasi.common.confirm import add_errors


def milestone_tell(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.tell_person")
    may_change = request.user.has_perm("actionplans.edit_plan", milestone)
    link = request.build_absolute_uri(reverse("milestone", args=[pk]))
    form = TellForm(request.POST or None, milestone=milestone, may_change=may_change)
    if request.method == "POST" and form.is_valid():
        try:
            reminders.tell(milestone=milestone, by=request.user, link=link, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            who = milestone.person_in_charge or "penanggung jawab"
            messages.success(request, f"Surel untuk {who} dikirim.")
            return redirect("milestone", pk)
    note = form["note"].value() or ""
    subject, text = reminders.written(milestone, by=request.user, note=note, link=link)
    return render(
        request,
        "actionplans/tell.html",
        {
            "form": form,
            "milestone": milestone,
            "plan": milestone.plan,
            "may_change": may_change,
            "refusal": reminders.refusal(milestone),
            "subject": subject,
            "text": text,
            "back": reverse("milestone", args=[pk]),
        },
        status=422 if form.errors else 200,
    )
