"""People of an agency, or of the portal: who they are, who may send, who is invited."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from replikasi.accounts import services
from replikasi.accounts.access import invitation_to_manage, person_to_manage
from replikasi.accounts.filters import PersonFilter
from replikasi.accounts.forms import InvitationForm
from replikasi.accounts.models import Invitation, User
from replikasi.accounts.tables import InvitationTable, PersonTable

PEOPLE_A_PAGE = 50
INVITATIONS_A_PAGE = 20

managers_only = permission_required("accounts.manage_people", raise_exception=True)


def invitation_link(request):
    """What makes the address of an invitation from its token."""
    return lambda token: request.build_absolute_uri(reverse("accept_invitation", args=[token]))


@require_safe
@managers_only
def people(request):
    persons = PersonFilter(
        request.GET, User.objects.visible_to(request.user).for_list(), request=request
    )
    # The manager's own row and a colleague head's can be read, not managed.
    rows = persons.qs.annotate(
        is_manageable=models.ExpressionWrapper(
            ~models.Q(pk=request.user.pk)
            & (models.Q(role=User.Role.STAF) | models.Value(request.user.role == User.Role.ADMIN)),
            output_field=models.BooleanField(),
        )
    )
    table = PersonTable(rows, user=request.user)
    RequestConfig(request, paginate={"per_page": PEOPLE_A_PAGE}).configure(table)
    waiting = Invitation.objects.visible_to(request.user).waiting()
    invitations = InvitationTable(waiting.select_related("agency", "region", "invited_by"))
    RequestConfig(request, paginate={"per_page": INVITATIONS_A_PAGE}).configure(invitations)
    context = {"filter": persons, "table": table, "invitations": invitations}
    return render(request, "accounts/people.html", context)


@managers_only
def invite(request):
    form = InvitationForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        if request.user.role == User.Role.KEPALA:
            asked |= {"role": User.Role.STAF, "agency": request.user.agency}
        try:
            invitation = services.invite(by=request.user, link_to=invitation_link(request), **asked)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Undangan dikirim ke {invitation.email}.")
            return redirect("people")
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
def resend_invitation(request, pk):
    invitation = invitation_to_manage(request.user, pk)
    try:
        services.resend_invitation(
            by=request.user, invitation=invitation, link_to=invitation_link(request)
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, f"Tautan baru dikirim ke {invitation.email}. Tautan yang lama tidak berlaku."
        )
    return redirect("people")


@require_POST
def withdraw_invitation(request, pk):
    invitation = invitation_to_manage(request.user, pk)
    try:
        services.withdraw_invitation(by=request.user, invitation=invitation)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"Undangan untuk {invitation.name} ditarik.")
    return redirect("people")


@require_POST
def change_may_send(request, pk):
    """`allowed` = "1" or "0": the state wished for, so that a repeated click changes nothing."""
    person = person_to_manage(request.user, pk)
    allowed = request.POST.get("allowed") == "1"
    try:
        services.change_may_send(by=request.user, person=person, allowed=allowed)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        may = "sekarang boleh" if allowed else "tidak lagi boleh"
        messages.success(request, f"{person.name} {may} mengajukan rencana dan mengirim laporan.")
    return redirect("people")


def change_active(request, pk):
    """Asks before an account is switched off; switches it off, or on again."""
    person = person_to_manage(request.user, pk)
    if request.method != "POST":
        return render(request, "accounts/deactivate.html", {"person": person})
    activate = request.POST.get("active") == "1"
    try:
        if activate:
            services.activate(by=request.user, person=person)
        else:
            services.deactivate(by=request.user, person=person)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        done = "diaktifkan kembali" if activate else "dinonaktifkan"
        messages.success(request, f"Akun {person.name} {done}.")
    return redirect("people")
