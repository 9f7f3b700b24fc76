"""The verbs of people: inviting, accepting, allowing to send, switching an account off and on.

Keyword-only, `by=` the actor, one transaction each. Raise PermissionDenied for who may not and
ValidationError (a dict where a field is meant) for what cannot be. `link_to` makes the address of
an invitation from its token; the token itself is kept nowhere.
"""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from . import notices
from .models import Invitation, User

UNKNOWN_LINK = "Tautan undangan ini tidak dikenal."
USED_LINK = "Undangan ini sudah dipakai. Silakan masuk dengan akun yang sudah dibuat."
WITHDRAWN_LINK = "Undangan ini sudah ditarik oleh pengundangnya."
EXPIRED_LINK = "Masa berlaku undangan ini sudah habis."


def _refuse_unless_inviting_is_allowed(*, by, role, agency):
    """An admin invites anyone; a head invites staff of the own agency."""
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied("Anda tidak berhak mengundang orang.")
    if by.role == User.Role.KEPALA and (role != User.Role.STAF or agency != by.agency):
        raise PermissionDenied("Kepala OPD mengundang staf OPD sendiri saja.")


@transaction.atomic
def invite(*, by, name, email, role, position="", agency=None, region=None, link_to):
    """Make an invitation and mail its link; returns the Invitation."""
    # What the role has no use for is left out, whatever a form held.
    agency = None if role in (User.Role.PIMPINAN, User.Role.ADMIN) else agency
    region = region if role in User.REGION_ROLES else None
    _refuse_unless_inviting_is_allowed(by=by, role=role, agency=agency)
    errors = {}
    if agency is None and role not in (User.Role.PIMPINAN, User.Role.ADMIN):
        errors["agency"] = "Pilih instansinya: peran ini selalu bekerja untuk satu instansi."
    if region is None and role in User.REGION_ROLES:
        errors["region"] = "Pilih wilayah kerjanya: peran ini selalu punya wilayah kerja."
    if User.objects.filter(email__iexact=email).exists():
        errors["email"] = "Alamat email ini sudah punya akun di portal."
    elif Invitation.objects.open().filter(email__iexact=email).exists():
        errors["email"] = "Undangan ke alamat ini masih terbuka. Kirim ulang atau tarik dahulu."
    if errors:
        raise ValidationError(errors)
    invitation = Invitation(
        name=name,
        email=email,
        role=role,
        position=position,
        agency=agency,
        region=region,
        invited_by=by,
    )
    token = invitation.renew()
    invitation.save()
    notices.send_invitation(invitation, link_to(token))
    return invitation


@transaction.atomic
def resend_invitation(*, by, invitation, link_to):
    """A new link with a new term; the former link is dead from now on."""
    invitation = _locked_invitation(by=by, invitation=invitation)
    token = invitation.renew()
    invitation.save(update_fields=["token_hash", "expires_at"])
    notices.send_invitation(invitation, link_to(token))
    return invitation


@transaction.atomic
def withdraw_invitation(*, by, invitation):
    invitation = _locked_invitation(by=by, invitation=invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


def _locked_invitation(*, by, invitation):
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _refuse_unless_inviting_is_allowed(by=by, role=invitation.role, agency=invitation.agency)
    if invitation.used_at:
        raise ValidationError(f"{invitation.name} sudah memakai undangannya.")
    if invitation.withdrawn_at:
        raise ValidationError("Undangan ini sudah ditarik.")
    return invitation


def invitation_of(token, *, lock=False):
    """The open Invitation of `token`; ValidationError that says why there is none."""
    rows = (
        Invitation.objects.select_for_update()
        if lock
        else Invitation.objects.select_related("agency", "region", "invited_by")
    )
    invitation = rows.filter(token_hash=Invitation.hash(token)).first()
    if invitation is None:
        raise ValidationError(UNKNOWN_LINK, code="unknown")
    if invitation.used_at:
        raise ValidationError(USED_LINK, code="used")
    if invitation.withdrawn_at:
        raise ValidationError(WITHDRAWN_LINK, code="withdrawn")
    if not invitation.is_open:
        raise ValidationError(EXPIRED_LINK, code="expired")
    return invitation


@transaction.atomic
def accept_invitation(*, token, username, password):
    """Make the account, once: a second try with the same token finds it used. Returns the User."""
    invitation = invitation_of(token, lock=True)
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": "Nama pengguna ini sudah dipakai. Pilih yang lain."})
    user = User(
        username=username,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        position=invitation.position,
        agency=invitation.agency,
        region=invitation.region,
    )
    user.set_password(password)
    user.full_clean()
    user.save()
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    return user


@transaction.atomic
def change_profile(*, by, name, position, nip, email):
    """A person's own details. A new address replaces every address known for logging in."""
    user = User.objects.select_for_update().get(pk=by.pk)
    old_email = user.email
    user.name, user.position, user.nip, user.email = name, position, nip, email
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "position", "nip", "email"])
    _replace_address(user, old_email)
    return user


def _replace_address(user, old_email):
    if user.email.lower() != old_email.lower():
        EmailAddress.objects.filter(user=user).delete()
        notices.send_email_changed(user, old_email)


@transaction.atomic
def after_change_by_admin(*, person, old_email):
    """What follows from a change in the admin site or by import: address, open sessions."""
    _replace_address(person, old_email)
    if not person.is_active:
        _end_sessions(person)


@transaction.atomic
def change_may_send(*, by, person, allowed):
    """The head allows a member of staff to submit plans and send reports, or takes it back."""
    person = _locked_person(by=by, person=person)
    if person.role != User.Role.STAF:
        raise ValidationError("Izin mengirim hanya untuk staf OPD.")
    person.may_send = allowed
    return _saved(person, by, "may_send")


@transaction.atomic
def deactivate(*, by, person):
    """Close an account: every session ends now; what the person did stays on record."""
    person = _locked_person(by=by, person=person)
    if person.pk == by.pk:
        raise ValidationError("Akun sendiri tidak dapat dinonaktifkan.")
    person.is_active = False
    _end_sessions(_saved(person, by, "is_active"))
    return person


@transaction.atomic
def activate(*, by, person):
    person = _locked_person(by=by, person=person)
    person.is_active = True
    return _saved(person, by, "is_active")


def _end_sessions(person):
    for session in UserSession.objects.filter(user=person):
        session.end()


def _locked_person(*, by, person):
    person = User.objects.select_for_update().get(pk=person.pk)
    if not by.has_perm("accounts.manage_person", person):
        raise PermissionDenied("Anda tidak berhak mengatur akun ini.")
    return person


def _saved(person, by, field):
    person._history_user = by
    person.save(update_fields=[field])
    return person
