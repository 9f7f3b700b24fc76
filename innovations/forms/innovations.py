"""Forms of the catalogue: an innovation, its elements, sources and contacts at the origin."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

from innovations.models import (
    Agency,
    Innovation,
    InnovationElement,
    InnovationSource,
    OriginContact,
    Region,
)
from innovations.models.region import within
from innovations.services.innovations import FIELDS, PART_FIELDS, version_of
from replikasi.common.fields import IndonesianDateField

# So many names are offered while one types; any other that is recorded may be typed as well.
MOST_OFFERED = 300


class Suggested(forms.TextInput):
    """A text box with names to choose from (`offered`)."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.offered = ()

    def render(self, name, value, attrs=None, renderer=None):
        names = f"pilihan-{name}"
        box = super().render(name, value, {**(attrs or {}), "list": names}, renderer)
        choices = format_html_join("", '<option value="{}"></option>', ((n,) for n in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', box, names, choices)


class AgencyNameField(forms.CharField):
    """An agency by its name, long or short; `of` narrows namesakes to a region."""

    widget = Suggested

    def prepare_value(self, value):
        if isinstance(value, int):
            return Agency.objects.values_list("name", flat=True).filter(pk=value).first() or ""
        return value

    def find(self, text, region):
        """The Agency called `text`, None for ""; ValidationError where it is none or several."""
        if not text:
            return None
        named = Agency.objects.filter(name__iexact=text) | Agency.objects.filter(
            short_name__iexact=text
        )
        rows = list(named.order_by("pk")[: MOST_OFFERED + 1])
        if len(rows) > 1 and region:
            rows = list(named.filter(within(region.code, "region__code")).order_by("pk"))
        if not rows:
            raise ValidationError(
                "Instansi ini belum tercatat di portal. Pilih dari daftar, atau kosongkan dan "
                "minta admin mencatatnya."
            )
        if len(rows) > 1:
            raise ValidationError("Ada beberapa instansi bernama sama. Pilih dahulu daerah asal.")
        return rows[0]


class InnovationForm(forms.ModelForm):
    """A new innovation, or with a pk one that is changed (`seen`: the revision that was read)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status_on = IndonesianDateField(label="Status diperiksa pada", required=False)
    origin_agency = AgencyNameField(
        label="Instansi asal", required=False, help_text="Ketik sebagian namanya, lalu pilih."
    )

    class Meta:
        model = Innovation
        fields = [name for name in FIELDS if name != "origin_agency"]
        labels = {
            "name": "Nama inovasi",
            "tagline": "Tentang, dalam satu kalimat",
            "status": "Status di daerah asal",
            "status_source": "Status diketahui dari",
            "needs_rules": "Aturan",
            "needs_people": "Orang",
            "needs_systems": "Sistem dan sarana",
            "needs_money": "Biaya",
        }
        help_texts = {
            "started_year": "",
            "status_source": "Misalnya: telepon dengan dinas asal.",
            "needs_rules": "Satu baris satu hal.",
        }
        widgets = {
            "problem": forms.Textarea({"rows": 4}),
            "field": Suggested,
            **{
                name: forms.Textarea({"rows": 3})
                for name in ("needs_rules", "needs_people", "needs_systems", "needs_money")
            },
        }
        error_messages = {"name": {"required": "Tulis nama inovasinya."}}

    GROUPS = (
        ("Apa dan mengapa", ("name", "tagline", "problem", "field")),
        ("Asal", ("origin_region", "origin_agency", "started_year", "award")),
        ("Status", ("status", "status_on", "status_source")),
        (
            "Yang diperlukan",
            ("needs_rules", "needs_people", "needs_systems", "needs_money"),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        regions = Region.objects.exclude(level=Region.Level.DISTRICT).order_by("code")
        self.fields["origin_region"].queryset = regions
        self.fields["origin_region"].empty_label = "Belum diketahui"
        self.fields["status"].choices = [
            ("", "Belum diketahui"),
            *[(value, label) for value, label in Innovation.Status.choices if value],
        ]
        self.fields["origin_agency"].initial = self.instance.origin_agency_id
        self.fields["origin_agency"].widget.offered = Agency.objects.order_by("name").values_list(
            "name", flat=True
        )[:MOST_OFFERED]
        self.fields["field"].widget.offered = (
            Innovation.objects.exclude(field="")
            .order_by("field")
            .values_list("field", flat=True)
            .distinct()[:MOST_OFFERED]
        )
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.revision
        else:
            del self.fields["seen"]
        for field in self.fields.values():
            field.hush_optional = True

    def groups(self):
        """(heading, bound fields) of the parts of the form."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def clean(self):
        cleaned = super().clean()
        try:
            cleaned["origin_agency"] = self.fields["origin_agency"].find(
                cleaned.get("origin_agency"), cleaned.get("origin_region")
            )
        except ValidationError as error:
            self.add_error("origin_agency", error)
        return cleaned

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in FIELDS}

    def validate_unique(self):
        """The service does, since the same form sent twice is no second innovation."""


class PartForm(forms.ModelForm):
    """An element, source or contact: a new one, or one that is changed (`seen`: version_of)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = version_of(self.instance)
        else:
            del self.fields["seen"]

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in PART_FIELDS[self._meta.model]}

    def validate_unique(self):
        """The service does, since the same form sent twice is no second one."""


class ElementForm(PartForm):
    class Meta:
        model = InnovationElement
        fields = PART_FIELDS[InnovationElement]
        widgets = {"kind": forms.RadioSelect, "note": forms.Textarea({"rows": 3})}
        labels = {"name": "Unsurnya"}
        help_texts = {
            "kind": "Tanpa unsur inti ini bukan lagi inovasi yang sama; yang lain boleh diatur "
            "menurut keadaan setempat.",
        }
        error_messages = {
            "name": {"required": "Tulis unsurnya."},
            "kind": {"required": "Pilih apakah inti atau boleh disesuaikan."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = InnovationElement.Kind.choices


class SourceForm(PartForm):
    facts = forms.MultipleChoiceField(
        label="Menjadi sumber bagi",
        choices=[
            (key, label[0].upper() + label[1:]) for key, label in InnovationSource.FACTS.items()
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Nama sumber ini tampil di samping fakta yang dicentang.",
    )
    published_on = IndonesianDateField(label="Tanggal terbit", required=False)
    url = forms.URLField(
        label="Tautan",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Tulis alamat lengkap, misalnya https://contoh.go.id/."},
    )

    class Meta:
        model = InnovationSource
        fields = PART_FIELDS[InnovationSource]
        help_texts = {"title": "Misalnya: Keputusan Top 45 KIPP 2021."}
        error_messages = {"title": {"required": "Tulis judul sumbernya."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["facts"].hush_optional = True


class ContactForm(PartForm):
    class Meta:
        model = OriginContact
        fields = PART_FIELDS[OriginContact]
        labels = {"phone": "Telepon atau WhatsApp"}
        help_texts = {"phone": "Telepon atau surel wajib diisi salah satunya."}
        error_messages = {"name": {"required": "Tulis namanya."}}
