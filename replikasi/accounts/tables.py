"""Tables of people and of invitations that wait."""

import django_tables2 as tables

from replikasi.common.lists import PortalTable

from .models import Invitation, User


class PersonTable(PortalTable):
    """`user` may manage them all, but for those of whom the row says otherwise."""

    name = tables.TemplateColumn(template_name="accounts/_person_name.html", verbose_name="Orang")
    role = tables.Column(verbose_name="Peran")
    agency = tables.TemplateColumn(
        template_name="accounts/_person_place.html",
        verbose_name="Instansi",
        order_by=["agency__short_name"],
    )
    last_login = tables.TemplateColumn(
        template_name="accounts/_person_last_login.html", verbose_name="Terakhir masuk"
    )
    may_send = tables.TemplateColumn(
        template_name="accounts/_person_may_send.html",
        verbose_name="Mengirim laporan",
        orderable=False,
    )
    is_active = tables.TemplateColumn(
        template_name="accounts/_person_state.html", verbose_name="Akun"
    )

    class Meta:
        model = User
        fields = ["name", "role", "agency", "last_login", "may_send", "is_active"]
        order_by = "name"
        empty_text = "Tidak ada orang yang cocok dengan saringan ini."

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def before_render(self, request):
        if self.user.role == User.Role.KEPALA:
            self.columns.hide("agency")


class InvitationTable(PortalTable):
    name = tables.TemplateColumn(
        template_name="accounts/_invitation_name.html", verbose_name="Undangan", orderable=False
    )
    role = tables.Column(verbose_name="Peran", orderable=False)
    invited_by = tables.Column(verbose_name="Oleh", orderable=False)
    expires_at = tables.TemplateColumn(
        template_name="accounts/_invitation_term.html", verbose_name="Berlaku", orderable=False
    )
    actions = tables.TemplateColumn(
        template_name="accounts/_invitation_actions.html",
        verbose_name="Tindakan",
        orderable=False,
        empty_values=(),
    )

    class Meta:
        model = Invitation
        fields = ["name", "role", "invited_by", "expires_at", "actions"]
        prefix = "undangan-"
