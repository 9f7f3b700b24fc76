"""The form that makes a replication of an innovation."""

from uuid import uuid4

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from actionplans.models import PlanTemplate
from innovations.models import Agency, Commitment, Replication
from innovations.models.region import within

from .start import LAST_YEAR_UNTIL, NEXT_YEAR_FROM


class AdoptionForm(forms.Form):
    """For Litbang. `key` is one attempt: what is sent twice with it is done once.

    What stands in the fields for agency, year and template decides what the page proposes.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="OPD yang mengadopsi",
        empty_label="Pilih OPD",
        error_messages={"required": "Pilih OPD yang mengadopsi."},
    )
    programme_year = forms.TypedChoiceField(label="Tahun program", coerce=int)
    local_name = forms.CharField(
        label="Nama lokal",
        max_length=150,
        required=False,
        help_text="Bila OPD memakai nama sendiri. Kosong berarti sama dengan inovasi asal.",
    )
    facilitator = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Fasilitator",
        required=False,
        empty_label="Belum ditetapkan",
    )
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(),
        label="Komitmen bersama",
        required=False,
        empty_label="Belum ada",
    )
    template = forms.ModelChoiceField(
        PlanTemplate.objects.none(),
        label="Rencana usulan dimulai dari",
        required=False,
        empty_label="Tanpa templat, unsur inti saja",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, timezone.localdate()
        self.fields["key"].initial = uuid4
        rows = Agency.objects.visible_to(user).filter(kind=Agency.Kind.OPD).select_related("region")
        self.fields["agency"].queryset = rows.order_by("name", "pk")
        self.fields["facilitator"].queryset = Agency.objects.filter(
            kind=Agency.Kind.UNIVERSITY
        ).order_by("name", "pk")
        self.fields["commitment"].queryset = in_force(self.today)
        self.fields["template"].queryset = PlanTemplate.objects.offered().order_by("pk")
        for name in ("facilitator", "commitment", "template"):
            self.fields[name].hush_optional = True
        self._offer_years()
        region = self.chosen_agency.region_id if self.chosen_agency else user.region_id
        self.initial.setdefault("facilitator", _usual_facilitator(region))
        self.initial.setdefault("commitment", self.fields["commitment"].queryset.first())
        if "template" not in self.initial:
            self.initial["template"] = self.fields["template"].queryset.first()

    def _offer_years(self):
        this = self.today.year
        years = [this + 1, this, *([this - 1] if self.today.month <= LAST_YEAR_UNTIL else [])]
        self.fields["programme_year"].choices = [(year, str(year)) for year in years]
        if str(self.initial.get("programme_year")) not in map(str, years):
            self.initial["programme_year"] = (
                this + 1 if self.today.month >= NEXT_YEAR_FROM else this
            )

    def _chosen(self, name):
        value = self[name].value()
        key = getattr(value, "pk", value)
        text = str(key or "")
        if not (text.isascii() and text.isdecimal()):
            return None
        return self.fields[name].queryset.filter(pk=int(text)).first()

    @cached_property
    def chosen_agency(self):
        """The agency that stands in the form, when it is one that may be chosen; else None."""
        return self._chosen("agency")

    @property
    def year(self):
        """The year that stands in the form."""
        value = str(self["programme_year"].value() or "")
        offered = [str(year) for year, _ in self.fields["programme_year"].choices]
        return int(value if value in offered else self.initial["programme_year"])

    @property
    def chosen_template(self):
        """The template that stands in the form, or None."""
        return self._chosen("template")

    def clean_key(self):
        return self.cleaned_data["key"] or uuid4()


def in_force(today):
    """Commitments that are not known to have ended, the latest first."""
    rows = Commitment.objects.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    return rows.filter(renewed_by=None).order_by(F("signed_on").desc(nulls_last=True), "-pk")


def _usual_facilitator(region):
    """The facilitator of the latest replication in the region that has one, or None."""
    latest = (
        Replication.objects.filter(within(region, "agency__region__code"))
        .filter(facilitator__isnull=False)
        .select_related("facilitator")
        .order_by("-programme_year", "-pk")
        .first()
    )
    return latest and latest.facilitator
