"""People in the admin site. Passwords are never typed here: a person makes the own by a link."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from replikasi.accounts import services
from replikasi.accounts.models import User
from replikasi.accounts.resources import UserSheet
from replikasi.common.admin import ExcelAdmin, SafeHistoryAdmin, ScopedAdmin


class UserForm(forms.ModelForm):
    """`by` is set by the admin page: who edits."""

    by = None

    class Meta:
        model = User
        fields = [
            "username",
            "name",
            "email",
            "role",
            "position",
            "nip",
            "agency",
            "region",
            "may_send",
            "is_active",
        ]

    def clean(self):
        cleaned = super().clean()
        if self.by and self.instance.pk == self.by.pk:
            changed = {"role", "is_active"} & set(self.changed_data)
            if changed:
                raise ValidationError("Peran dan status akun sendiri tidak dapat diubah.")
        return cleaned


@admin.register(User)
class UserAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [UserSheet]
    form = UserForm
    list_display = ["name", "username", "role", "agency", "region", "may_send", "is_active"]
    list_filter = ["role", "is_active", "may_send", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency", "region"]
    search_fields = ["name", "username", "email", "nip", "agency__name", "agency__short_name"]
    autocomplete_fields = ["agency", "region"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "name", "email", "position", "nip"]}),
        ("Peran dan lingkup", {"fields": ["role", "agency", "region", "may_send"]}),
        ("Akun", {"fields": ["is_active", "last_login", "date_joined"]}),
    ]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request, obj, form, change):
        old_email = form.initial.get("email", "") if change else obj.email
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        services.after_change_by_admin(person=obj, old_email=old_email)
        if not change:
            messages.info(
                request,
                format_html(
                    "{} belum punya kata sandi. Minta ia membuka <a href='{}'>Lupa kata sandi</a> "
                    "dengan alamat emailnya.",
                    obj.name,
                    reverse("account_reset_password"),
                ),
            )
