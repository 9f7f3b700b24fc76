"""Forms of indicators, of what is measured of them, and of what Litbang makes of it."""

import uuid

from django import forms
from django.utils import timezone

from innovations.models import Outcome, OutcomeValue
from innovations.outcomes import proposed_day
from innovations.services.outcomes import FIELDS, LONGEST_REASON
from replikasi.common import formats
from replikasi.common.fields import FilesField, IndonesianDateField, IndonesianDecimalField


def figure(label, **options):
    return IndonesianDecimalField(label=label, max_digits=16, decimal_places=2, **options)


class OutcomeForm(forms.ModelForm):
    """A new indicator, or with a pk one that is changed (`seen`: the revision that was read).

    `asks_reason`: verified values stand on it, so that a change of it may need a reason.
    """

    baseline = figure("Nilai awal", required=False)
    baseline_on = IndonesianDateField(label="Tanggal nilai awal", required=False)
    target = figure("Target", required=False)
    target_on = IndonesianDateField(label="Target dicapai pada", required=False)
    reason = forms.CharField(
        label="Alasan perubahan",
        required=False,
        max_length=LONGEST_REASON,
        help_text="Wajib bila nilai awal, target, arah atau satuan berubah: nilai yang sudah "
        "terverifikasi dibaca terhadapnya. Tersimpan dalam riwayat.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Outcome
        fields = FIELDS
        widgets = {
            "kind": forms.RadioSelect,
            "direction": forms.RadioSelect,
            "groups": forms.Textarea({"rows": 3}),
            "attribution_note": forms.Textarea({"rows": 3}),
        }
        labels = {
            "groups": "Dirinci menurut kelompok",
            "attribution_note": "Catatan sebab",
            "baseline_source": "Sumber nilai awal",
        }
        help_texts = {
            "indicator": "Apa yang diukur, misalnya UKM yang produknya tayang di katalog.",
            "unit": "Misalnya orang, UKM, hektare, persen.",
            "baseline_source": "Misalnya rekap dinas Desember 2025.",
            "attribution_note": "Apa lagi yang mungkin menyebabkan perubahan ini; tampil di "
            "samping angkanya. Kosong bila tidak ada.",
        }
        error_messages = {
            "indicator": {"required": "Tulis apa yang diukur."},
            "unit": {"required": "Tulis satuannya."},
        }

    field_order = [*FIELDS, "reason", "seen"]

    def __init__(self, *args, asks_reason=False, **kwargs):
        super().__init__(*args, **kwargs)
        # What is said where it is asked: Outcome.Kind names them alone.
        self.fields["kind"].choices = [
            (Outcome.Kind.OUTPUT, "Keluaran: yang dihasilkan kegiatan"),
            (Outcome.Kind.OUTCOME, "Hasil: manfaat bagi warga"),
        ]
        self.fields["direction"].choices = Outcome.Direction.choices
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.revision
        else:
            del self.fields["seen"]
        if not asks_reason:
            del self.fields["reason"]

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in FIELDS}

    def validate_unique(self):
        """The service does: the same form sent twice is no second indicator."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"replication"}


class MeasuredForm(forms.Form):
    """What was measured on a day: the whole, and each group of the `outcome`."""

    measured_on = IndonesianDateField(
        label="Tanggal ukur", error_messages={"required": "Tulis kapan diukur."}
    )
    whole = figure("Nilai keseluruhan", required=False)
    source = forms.CharField(
        label="Sumber",
        required=False,
        max_length=200,
        help_text="Dari mana angka ini, misalnya rekap kunjungan Juni.",
    )
    files = FilesField(
        label="Bukti dukung",
        required=False,
        help_text="Foto, PDF, atau dokumen; beberapa sekaligus boleh.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, outcome, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = {f"group-{at}": name for at, name in enumerate(outcome.group_names)}
        self.fields["key"].initial = uuid.uuid4
        self.fields["measured_on"].initial = proposed_day(outcome, timezone.localdate())
        self.fields["whole"].required = not self.groups
        self.fields["whole"].error_messages["required"] = "Isi nilai yang diukur."
        for name, group in self.groups.items():
            self.fields[name] = figure(group, required=False)
        last = _last(outcome)
        for name, group in {"whole": "", **self.groups}.items():
            self.fields[name].affix_after = outcome.unit
            self.fields[name].help_text = last.get(group, "")
        self.order_fields(["measured_on", "whole", *self.groups, "source", "files", "key"])

    @property
    def measured(self):
        """{group: value} of what was filled in; "" is the whole."""
        asked = {"whole": "", **self.groups}
        found = {group: self.cleaned_data[name] for name, group in asked.items()}
        return {group: value for group, value in found.items() if value is not None}


def _last(outcome):
    """{group: sentence on the value that was measured last}; one that was returned does not
    count."""
    told = {}
    for row in outcome.values.exclude(state=OutcomeValue.State.RETURNED).order_by("measured_on"):
        value = row.value if row.verified_value is None else row.verified_value
        day, state = formats.short_date(row.measured_on), row.get_state_display().lower()
        told[row.group] = f"Terakhir {formats.number(value)}, {day}, {state}."
    return told


class ValueForm(forms.Form):
    """A measured value that is changed before it is verified."""

    measured_on = IndonesianDateField(
        label="Tanggal ukur", error_messages={"required": "Tulis kapan diukur."}
    )
    value = figure("Nilai", error_messages={"required": "Isi nilai yang diukur."})
    source = forms.CharField(label="Sumber", required=False, max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, value):
        shown = ("measured_on", "value", "source")
        initial = {name: getattr(value, name) for name in shown}
        super().__init__(data, initial={**initial, "seen": value.revision})
        self.fields["value"].affix_after = value.outcome.unit


class VerifyForm(forms.Form):
    """Confirming a value; `for_value` gives the form of one."""

    verified_value = figure("Nilai yang disahkan", error_messages={"required": "Isi nilainya."})
    reason = forms.CharField(
        label="Alasan",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text="Wajib bila nilainya lain dari yang dikirim.",
    )
    # The groups of the same day as they were read, and whether they are confirmed as they are.
    with_groups = forms.BooleanField(required=False)
    groups_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def for_value(cls, value, groups):
        """The form of `value`, with what waits of the `groups` of its day."""

        def form(data=None):
            made = cls(
                data,
                initial={
                    "verified_value": value.value,
                    "seen": value.revision,
                    "with_groups": True,
                    "groups_seen": as_seen(groups),
                },
            )
            made.fields["verified_value"].affix_after = value.outcome.unit
            if groups:
                told = ", ".join(f"{row.group} {formats.number(row.value)}" for row in groups)
                made.fields["with_groups"].label = f"Sahkan juga apa adanya: {told}"
            else:
                del made.fields["with_groups"], made.fields["groups_seen"]
            return made

        return form


def as_seen(rows):
    """Which revisions of which values, as text."""
    return " ".join(f"{row.pk}-{row.revision}" for row in rows)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tulis alasannya."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def for_value(cls, value):
        return lambda data=None: cls(data, initial={"seen": value.revision})
