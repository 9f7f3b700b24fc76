"""Forms of closing a replication (its day and its lessons) and of recognising it."""

from dataclasses import dataclass

from django import forms

from actionplans.services.closing import WANTED
from innovations.models import Lesson, Recognition, Stage
from innovations.services.lessons import LONGEST, MOST, Said
from replikasi.common.fields import IndonesianDateField

Kind = Lesson.Kind
ANY_STAGE = "Semua tahap"
HINTS = {
    Kind.HELPED: "Orang, aturan, alat atau cara yang membuat pekerjaan lancar.",
    Kind.HINDERED: "Yang memperlambat, dan bagaimana akhirnya diatasi.",
    Kind.ADVICE: "Yang sebaiknya dilakukan OPD berikutnya sejak awal.",
}


class ClosingForm(forms.Form):
    """The day on which the replication was complete; `seen` is empty before there is a closing."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    completed_on = IndonesianDateField(
        label="Tuntas pada",
        help_text="Hari terakhir pekerjaan replikasinya. "
        "Pemeriksaan 6, 12 dan 24 bulan dihitung dari hari ini.",
        error_messages={"required": "Isi tanggal tuntasnya."},
    )


class LessonRow(forms.Form):
    """One lesson; a row without words is left out."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": f"Paling panjang {LONGEST} huruf."},
    )
    stage = forms.ChoiceField(
        label="Tahap", choices=[("", ANY_STAGE), *Stage.choices], required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("text", "stage"):
            self.fields[name].hush_optional = True


LessonRows = forms.formset_factory(LessonRow, extra=0, max_num=MOST, absolute_max=MOST)


@dataclass
class Group:
    """The rows of one kind of lesson."""

    kind: str
    label: str
    hint: str
    rows: forms.BaseFormSet
    error: str = ""

    def said(self):
        """[Said] of the rows with words in them."""
        return [
            Said(self.kind, row["stage"], row["text"], row["pk"])
            for row in (form.cleaned_data for form in self.rows)
            if row.get("text", "").strip()
        ]


def groups_of(lessons, data=None, more=""):
    """A Group for each kind: of `lessons`, or as `data` says; the kind `more` has a row more."""
    return [_group(kind, lessons, data, more) for kind in Kind]


def _group(kind, lessons, data, more):
    if data is None:
        rows = [
            {"pk": row.pk, "text": row.text, "stage": row.stage}
            for row in lessons
            if row.kind == kind
        ]
        formset = LessonRows(prefix=kind, initial=[*rows, {}])
    else:
        if more == kind:
            name = f"{kind}-TOTAL_FORMS"
            data = data.copy()
            given = data.get(name, "")
            data[name] = str(min(int(given) + 1 if given.isdigit() else 1, MOST))
        formset = LessonRows(data, prefix=kind)
    for number, form in enumerate(formset.forms, start=1):
        form.fields["text"].label = f"{kind.label}, {number}"
    return Group(kind, kind.label, HINTS[kind], formset)


def put_errors(form, groups, error):
    """A service's ValidationError: what is said of a kind of lesson goes to its group."""
    told = dict(error.message_dict) if hasattr(error, "error_dict") else {}
    for group in groups:
        if sentences := told.pop(str(group.kind), None):
            group.error = " ".join(sentences)
            form.add_error(None, WANTED[group.kind])
    return told


class RecogniseForm(forms.Form):
    """A certificate: its number, why, and whether the front page shows it."""

    number = forms.CharField(
        label="Nomor piagam",
        max_length=Recognition._meta.get_field("number").max_length,
        error_messages={"required": "Isi nomornya."},
    )
    reason = forms.CharField(
        label="Karena",
        max_length=Recognition._meta.get_field("reason").max_length,
        widget=forms.Textarea({"rows": 3}),
        help_text="Dicetak pada piagam, misalnya: keberhasilannya membina 120 koperasi.",
        error_messages={"required": "Tulis mengapa dipilih."},
    )
    on_front_page = forms.BooleanField(
        label="Tampilkan di halaman depan", required=False, initial=True
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Mengapa dicabut",
        max_length=100,
        error_messages={"required": "Tulis mengapa dicabut."},
    )
