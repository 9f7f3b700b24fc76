"""Choosing how to be told of each kind, and narrowing the list of what one was told."""

from django import forms

from replikasi.common.filterbar import PageChoice

from .models import Mode, Notification
from .registry import kinds_of, notice_of


class ChoicesForm(forms.Form):
    """A mode for each kind that the person's role can get."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = dict(user.notice_preferences.values_list("kind", "mode"))
        for notice in kinds_of(user):
            default = Mode(notice.mail).label.lower()
            self.fields[notice.code] = forms.ChoiceField(
                label=notice.label,
                choices=Mode.choices,
                initial=chosen.get(notice.code, notice.mail),
                help_text=f"Bawaan: {default}.",
                error_messages={
                    "required": "Pilih salah satu.",
                    "invalid_choice": "Pilih salah satu.",
                },
            )


class ListFilter(forms.Form):
    """What the address may ask of the list; what is senseless asks for nothing."""

    tampil = forms.CharField(required=False, widget=PageChoice)
    jenis = forms.ChoiceField(label="Jenis", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = (
            Notification.objects.visible_to(user)
            .order_by("kind")
            .values_list("kind", flat=True)
            .distinct()
        )
        named = sorted((notice_of(kind).label or "Lainnya", kind) for kind in kinds)
        self.fields["jenis"].choices = [
            ("", "Semua jenis"),
            *((kind, label) for label, kind in named),
        ]

    @property
    def only_unread(self):
        return self.data.get("tampil") == "belum"

    @property
    def kind(self):
        """The kind that is asked for, or ""."""
        asked = self.data.get("jenis", "")
        return asked if asked in dict(self.fields["jenis"].choices) else ""
