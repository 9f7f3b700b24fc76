"""The forms of an import: the file, and how its sheet is to be read."""

from uuid import uuid4

from django import forms
from xlsxwriter.utility import xl_col_to_name

from actionplans import columns
from actionplans.models import Stage
from actionplans.services.imports import ASSIGNABLE
from actionplans.workbooks.comparing import KEEP, REMOVE

SCHEDULE_LABEL = "Jadwal (mulai dan selesai)"
NOT_USED = "Tidak dipakai"


class WorkbookForm(forms.Form):
    """One file; `key` makes a request that is sent twice one import."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label="Buku kerja Excel",
        allow_empty_file=True,  # what is wrong with it is said by the reader
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"required": "Pilih berkas .xlsx yang hendak diunggah."},
        help_text="Berkas .xlsx dari portal ini, atau rencana aksi yang disusun sendiri.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4


def label_of(name):
    """The name of a column that can be assigned, with the head above it."""
    if name == "schedule":
        return SCHEDULE_LABEL
    column = columns.BY_NAME[name]
    return f"{column.group}: {column.label}" if column.group else column.label


class ReadingForm(forms.Form):
    """Which sheet, which column is what, and what becomes of rows that the workbook lacks.

    Made of a preview's result; the column fields are named kolom-0, kolom-1 …
    """

    sheet = forms.TypedChoiceField(label="Lembar", coerce=int, required=False)
    missing = forms.ChoiceField(
        label="Tonggak yang tidak ada di buku kerja",
        choices=[(KEEP, "Pertahankan"), (REMOVE, "Hapus dari rencana")],
        required=False,
    )
    stage = forms.ChoiceField(
        label="Tahap untuk baris yang tahapnya tidak diketahui",
        choices=[("", "Tandai sebagai kesalahan"), *Stage.choices],
        required=False,
    )

    def __init__(self, *args, result, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.result = result
        self.fields["sheet"].choices = list(enumerate(result["sheets"]))
        self.initial |= {
            "sheet": result["sheet"],
            "missing": result["missing"],
            "stage": choices.get("stage", ""),
        }
        named = {at: name for name, at in result["mapping"].items()}
        offered = [("", NOT_USED), *((name, label_of(name)) for name in ASSIGNABLE)]
        self.columns = []
        for at, head in enumerate(result["heads"]):
            if named.get(at) in ("key", "no"):
                continue
            name = f"kolom-{at}"
            letter = xl_col_to_name(at)
            self.fields[name] = forms.ChoiceField(
                label=f"{letter} · {head or '(tanpa judul)'}",
                choices=offered,
                required=False,
                help_text="Kolom ini tersembunyi." if at in result["hidden"] else "",
            )
            self.initial[name] = named.get(at, "")
            self.columns.append(name)

    @property
    def column_fields(self):
        return [self[name] for name in self.columns]

    @property
    def unused(self):
        """How many columns with a head are not used."""
        heads = self.result["heads"]
        return sum(
            not self.initial[name] and bool(heads[int(name.partition("-")[2])])
            for name in self.columns
        )

    def clean(self):
        cleaned = super().clean()
        chosen = {}
        for name in self.columns:
            column = cleaned.get(name)
            if column in chosen:
                self.add_error(
                    name, f"{label_of(column)} sudah diisi dari kolom lain. Pilih salah satu."
                )
            elif column:
                chosen[column] = int(name.partition("-")[2])
        cleaned["mapping"] = chosen
        return cleaned

    def choices_made(self):
        """What differs from how it was read, as arguments of services.imports.choose."""
        cleaned = self.cleaned_data
        found = {name: at for name, at in self.result["mapping"].items() if name in ASSIGNABLE}
        posted = any(name in self.data for name in self.columns)
        return {
            "sheet": cleaned["sheet"] if cleaned["sheet"] != "" else None,
            "mapping": cleaned["mapping"] if posted and cleaned["mapping"] != found else None,
            "missing": cleaned["missing"] or None,
            "stage": cleaned["stage"] if "stage" in self.data else None,
        }
