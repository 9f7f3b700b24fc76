"""Forms of Litbang's calendar: a moved due date, a day off, the rules of reporting."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from actionplans.models import DueMove, OffDay, ReportingRules
from actionplans.services import days_off, due_moves
from innovations.models import Agency
from replikasi.common.fields import IndonesianDateField

LONGEST_REASON = DueMove._meta.get_field("reason").max_length
YEARS_BACK, YEARS_AHEAD = 10, 5
YEAR = timedelta(days=366)


def reason_field(**more):
    return forms.CharField(
        label="Alasan",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Tulis alasannya, supaya OPD mengerti."},
        **more,
    )


class DueMoveForm(forms.Form):
    """Whose due date of a period, to which day, and why."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Untuk",
        required=False,
        empty_label="Semua OPD",
        error_messages={"invalid_choice": "Pilih OPD dari daftar."},
    )
    due = IndonesianDateField(
        label="Tenggat baru",
        picker=True,
        error_messages={"required": "Isi tanggal tenggat yang baru."},
    )
    reason = reason_field(help_text="Tampil di samping tenggat, bersama tanggal semula.")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, period, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.period = period
        self.fields["agency"].queryset = agencies
        self.fields["agency"].hush_optional = True
        self.fields["seen"].initial = due_moves.last_move(period)

    def clean(self):
        cleaned = super().clean()
        due, agency = cleaned.get("due"), cleaned.get("agency")
        is_read = "agency" not in self.errors
        if due and is_read and (sentence := due_moves.refusal(self.period, due, agency)):
            self.add_error("due", sentence)
        return cleaned


class TakeBackForm(forms.Form):
    """Why a moved due date becomes again what it was."""

    reason = reason_field()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, period, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = due_moves.last_move(period)


class OffDayForm(forms.ModelForm):
    day = IndonesianDateField(
        label="Tanggal", picker=True, error_messages={"required": "Isi tanggalnya."}
    )
    is_off = forms.TypedChoiceField(
        label="Pada hari itu",
        choices=[("ya", "Libur atau cuti bersama"), ("tidak", "Tetap hari kerja")],
        coerce=lambda answer: answer == "ya",
        widget=forms.RadioSelect,
        help_text="“Tetap hari kerja” untuk hari libur nasional yang di daerah ini tetap bekerja.",
        error_messages={"required": "Pilih salah satu."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = OffDay
        fields = ["day", "name", "is_off"]
        error_messages = {"name": {"required": "Tulis nama harinya."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["is_off"] = "ya" if self.instance.is_off else "tidak"
        if self.instance.pk:
            self.fields["seen"].initial = days_off.last_change(self.instance)

    def clean_day(self):
        day, today = self.cleaned_data["day"], timezone.localdate()
        if not today - YEARS_BACK * YEAR <= day <= today + YEARS_AHEAD * YEAR:
            raise ValidationError("Periksa tahunnya.")
        return day

    def validate_unique(self):
        """The service does, since the same form sent twice is no second day."""


class RulesForm(forms.ModelForm):
    """The one row of rules; what would be out of all proportion is refused beside the field."""

    HIGHEST = {
        "report_due_days": 60,
        "review_due_days": 60,
        "jump_points": 100,
        "remind_every": 30,
    }
    AFTER = {
        "report_due_days": "hari kerja",
        "review_due_days": "hari kerja",
        "jump_points": "poin",
        "remind_before": "hari kerja",
        "remind_every": "hari kerja",
    }
    LABELS = {
        "report_due_days": "Tenggat OPD sesudah triwulan berakhir",
        "review_due_days": "Tenggat verifikasi sesudah triwulan berakhir",
        "jump_points": "Lonjakan klaim yang diperingatkan",
        "remind_before": "Pengingat sebelum tenggat",
        "remind_every": "Pengingat sesudah tenggat, setiap",
    }

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ReportingRules
        fields = [
            *("report_due_days", "review_due_days", "remind_before", "remind_every"),
            "jump_points",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = days_off.last_change(self.instance)
        for name, label in self.LABELS.items():
            field = self.fields[name]
            field.label, field.affix_after = label, self.AFTER[name]
            field.error_messages["required"] = "Isi angkanya."
            if highest := self.HIGHEST.get(name):
                field.max_value = highest
                field.widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
                field.error_messages["invalid"] = "Isi dengan bilangan bulat."

    def validate_constraints(self):
        """Said beside the field by `clean`."""

    def clean(self):
        cleaned = super().clean()
        for name, highest in self.HIGHEST.items():
            if (cleaned.get(name) or 0) > highest:
                self.add_error(name, f"Paling besar {highest}.")
        report, review = cleaned.get("report_due_days"), cleaned.get("review_due_days")
        if report and review and review < report:
            self.add_error("review_due_days", "Tidak boleh lebih pendek daripada tenggat OPD.")
        return cleaned
