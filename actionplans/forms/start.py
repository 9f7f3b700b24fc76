"""The form of a new plan: for what replication and year, and what it begins with."""

from uuid import uuid4

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from actionplans.models import ActionPlan, Milestone, PlanTemplate
from actionplans.services import beginnings
from innovations.models import Replication

# Plans elsewhere that are offered, the latest first; more are no choice any more.
MOST_ELSEWHERE = 200
# Until the end of this month a plan of last year that was never written may still be made.
LAST_YEAR_UNTIL = 3
# From this month on it is next year that is planned.
NEXT_YEAR_FROM = 10
NOT_HERE = "Pilihan ini tidak tersedia untuk replikasi itu. Pilih yang lain."


class YearSelect(forms.Select):
    """Years of `taken` have their plan and cannot be chosen."""

    taken = ()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.taken:
            option["attrs"]["disabled"] = True
        return option


class ElsewhereField(forms.ModelChoiceField):
    def label_from_instance(self, plan):
        agency = plan.replication.agency
        name = agency.name_in(plan.fiscal_year)
        return f"{name}, {agency.region.full_name}, {plan.fiscal_year}"


class NewPlanForm(forms.Form):
    """The choices follow the replication that is chosen; until one is, they are those of all.

    `key` is one attempt: what is sent twice with it is done once.
    """

    TEMPLATE, OWN, ELSEWHERE, WORKBOOK, EMPTY = (
        *("templat", "tahun-lalu", "opd-lain", "buku-kerja", "kosong"),
    )

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    replication = forms.ModelChoiceField(
        Replication.objects.none(), label="Replikasi", empty_label="Pilih replikasi"
    )
    fiscal_year = forms.TypedChoiceField(label="Tahun anggaran", coerce=int, widget=YearSelect)
    begin = forms.ChoiceField(
        label="Mulai dari",
        required=False,
        widget=forms.RadioSelect({"class": "form-check-input"}),
        error_messages={"invalid_choice": NOT_HERE},
    )
    template = forms.ModelChoiceField(
        PlanTemplate.objects.none(),
        label="Templat",
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": NOT_HERE},
    )
    plan = ElsewhereField(
        ActionPlan.objects.none(),
        label="Rencana OPD lain",
        required=False,
        empty_label="Pilih rencana",
        error_messages={"invalid_choice": NOT_HERE},
    )
    file = forms.FileField(
        label="Buku kerja Excel (.xlsx)",
        required=False,
        allow_empty_file=True,  # what is wrong with it is said by the reader
        # Kept by htmx when another replication is chosen: a file is not picked twice.
        widget=forms.FileInput({"accept": ".xlsx", "data-hx-preserve": "true"}),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, timezone.localdate()
        own = Replication.objects.visible_to(user).for_list()
        self.own = {replication.pk: replication for replication in own}
        self.fields["key"].initial = uuid4
        self.fields["replication"].queryset = own
        self.fields["replication"].label_from_instance = lambda row: row.title
        self.plans = self._plans()
        if self._named(self.initial.get("replication")) is None:
            self.initial["replication"] = self._first_free()
        self.chosen = self._named(self["replication"].value())
        if self.chosen:
            self.fields["replication"].empty_label = None
        self._offer_years()
        self._offer_templates()
        self._offer_plans()
        self.fields["begin"].choices = [(value, label) for value, label, _ in self._beginnings()]
        offered = [value for value, _ in self.fields["begin"].choices]
        self.fields["begin"].initial = offered[0]
        if self.initial.get("begin") not in offered:
            self.initial.pop("begin", None)
        for name in ("template", "plan", "file"):
            self.fields[name].hush_optional = True

    def _named(self, value):
        """The own replication of the key `value`, or None."""
        text = str(value or "")
        return self.own.get(int(text)) if text.isascii() and text.isdecimal() else None

    def _plans(self):
        """{replication.pk: {fiscal year: plan.pk}} of all that may be chosen."""
        found = {key: {} for key in self.own}
        rows = ActionPlan.objects.filter(replication__in=list(self.own)).order_by()
        for key, year, plan in rows.values_list("replication", "fiscal_year", "pk"):
            found[key][year] = plan
        return found

    def _first_free(self):
        """The first replication with a year to plan for; the first at all when there is none."""
        free = (key for key, plans in self.plans.items() if set(self._years(plans)) - set(plans))
        return next(free, next(iter(self.own), None))

    # -- what is offered ------------------------------------------------------------------------

    def _years(self, plans):
        """The years that are offered beside `plans`, {fiscal year: plan.pk}."""
        this = self.today.year
        early = self.today.month <= LAST_YEAR_UNTIL and this - 1 not in plans
        return [this + 1, this, this - 1] if early else [this + 1, this]

    def _offer_years(self):
        plans = self.plans[self.chosen.pk] if self.chosen else {}
        years = self._years(plans)
        self.taken = [(year, plans[year]) for year in years if year in plans]
        self.free = [year for year in years if year not in plans]
        field = self.fields["fiscal_year"]
        field.widget.taken = set(plans)
        field.choices = [
            (year, f"{year} (rencananya sudah ada)" if year in plans else str(year))
            for year in years
        ]
        if str(self.initial.get("fiscal_year")) not in map(str, self.free):
            this, late = self.today.year, self.today.month >= NEXT_YEAR_FROM
            wanted = [this + 1, this] if late else [this, this + 1, this - 1]
            self.initial["fiscal_year"] = next((y for y in wanted if y in self.free), None)

    @property
    def year(self):
        """The year that stands in the form, or this one."""
        value = str(self["fiscal_year"].value() or "")
        return int(value) if value.isdecimal() else self.today.year

    def _offer_templates(self):
        self.fields["template"].queryset = PlanTemplate.objects.offered().order_by("pk")
        self.templates = list(self.fields["template"].queryset)
        if self.templates and not self.initial.get("template"):
            self.initial["template"] = self.templates[0].pk

    def _offer_plans(self):
        plans = ActionPlan.objects.to_copy(self.user).for_list()
        if self.chosen:
            plans = plans.filter(replication__innovation=self.chosen.innovation_id)
        plans = plans.order_by("-fiscal_year", "replication__agency__name", "pk")
        # Whatever is offered, what may be chosen is decided by the query as a whole.
        self.fields["plan"].queryset = plans
        self.elsewhere = list(plans[:MOST_ELSEWHERE])
        label = self.fields["plan"].label_from_instance
        self.fields["plan"].choices = [
            ("", self.fields["plan"].empty_label),
            *((plan.pk, label(plan)) for plan in self.elsewhere),
        ]

    def _beginnings(self):
        """(value, label, hint) of what a plan of the chosen replication may begin with."""
        if self.templates:
            yield (
                self.TEMPLATE,
                "Templat program",
                "Tahap dan kegiatan yang lazim, lalu Anda sesuaikan.",
            )
        if label := self._own_label():
            yield (
                self.OWN,
                label,
                "Semua isinya disalin, tanggalnya digeser ke tahun yang baru.",
            )
        if self.elsewhere:
            yield (
                self.ELSEWHERE,
                "Rencana OPD lain untuk inovasi yang sama",
                "Kegiatan, bobot, jadwal dan buktinya disalin; orang dan anggarannya tidak.",
            )
        yield (
            self.WORKBOOK,
            "Buku kerja Excel",
            "Isinya ditunjukkan lebih dahulu sebelum masuk ke rencana.",
        )
        yield self.EMPTY, "Rencana kosong", "Tonggak ditambahkan satu per satu."

    def _own_label(self):
        """What an earlier plan of the replication is called; "" when there is none."""
        if self.chosen:
            earlier = beginnings.latest_plan_before(self.chosen, self.year)
            return f"Rencana {earlier.fiscal_year} replikasi ini" if earlier else ""
        rows = Milestone.objects.filter(plan=OuterRef("pk"))
        plans = ActionPlan.objects.filter(Exists(rows), replication__in=list(self.own))
        return "Rencana terakhir replikasi yang dipilih" if plans.exists() else ""

    def others(self):
        """The replications that are not chosen, each to be opened where there is no JavaScript."""
        return [row for row in self.own.values() if row != self.chosen]

    def options(self):
        """The radio buttons with their hints and the field that belongs to each."""
        fields = {
            self.TEMPLATE: self["template"] if len(self.templates) > 1 else None,
            self.ELSEWHERE: self["plan"],
            self.WORKBOOK: self["file"],
        }
        rows = zip(self["begin"], self._beginnings(), strict=True)
        return [
            {"radio": radio, "hint": hint, "field": fields.get(value)}
            for radio, (value, _, hint) in rows
        ]

    # -- what was chosen ------------------------------------------------------------------------

    def clean_key(self):
        return self.cleaned_data["key"] or uuid4()

    def clean_begin(self):
        return self.cleaned_data["begin"] or self.fields["begin"].initial

    def clean(self):
        cleaned = super().clean()
        begin = cleaned.get("begin")
        if begin == self.TEMPLATE and "template" not in self.errors:
            cleaned["template"] = cleaned.get("template") or self.templates[0]
        elif begin == self.ELSEWHERE and not cleaned.get("plan") and "plan" not in self.errors:
            self.add_error("plan", "Pilih rencana yang akan disalin.")
        elif begin == self.WORKBOOK and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", "Pilih berkas .xlsx yang berisi matriksnya.")
        return cleaned

    def rows(self):
        """The rows that the plan begins with, once the form is valid."""
        year, begin = self.cleaned_data["fiscal_year"], self.cleaned_data["begin"]
        if begin == self.TEMPLATE:
            return beginnings.rows_from_template(self.cleaned_data["template"], year)
        if begin == self.OWN:
            earlier = beginnings.latest_plan_before(self.cleaned_data["replication"], year)
            return beginnings.rows_from_own_plan(earlier, year)
        if begin == self.ELSEWHERE:
            return beginnings.rows_from_other_plan(self.cleaned_data["plan"], year)
        return []
