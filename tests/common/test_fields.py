"""Fields read what people type, show what is stored, and give back what was refused."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from replikasi.common.fields import IndonesianDateField, IndonesianDecimalField, RupiahField


class Progress(forms.Form):
    percent = IndonesianDecimalField(
        suffix="%", min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    spent = RupiahField(required=False)
    day = IndonesianDateField(required=False)


GOOD = {"percent": "62,4", "spent": "Rp1.234.567", "day": "30 Juni 2026"}


def test_typed_values_are_read():
    form = Progress(GOOD)

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "percent": Decimal("62.4"),
        "spent": Decimal(1234567),
        "day": date(2026, 6, 30),
    }


@pytest.mark.parametrize("typed", ["62,4 %", "62,4%", "62.4", " 62,40 "])
def test_a_percent_may_be_typed_in_several_ways(typed):
    assert Progress({**GOOD, "percent": typed}).is_valid()


def test_stored_values_are_shown_in_the_portals_writing():
    form = Progress(
        initial={
            "percent": Decimal("62.40"),
            "spent": Decimal("1234567.00"),
            "day": date(2026, 6, 30),
        }
    )

    assert 'value="62,4"' in str(form["percent"])
    assert 'inputmode="decimal"' in str(form["percent"])
    assert 'value="1.234.567"' in str(form["spent"])
    assert 'value="30-06-2026"' in str(form["day"])


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("percent", "101", "Isi dengan angka dari 0 sampai 100\u00a0%."),
        ("percent", "−1", "Isi dengan angka dari 0 sampai 100\u00a0%."),
        ("percent", "abc", "“abc” bukan angka. Tulis seperti 1.234,5."),
        ("percent", "5,123", "Paling banyak 2 angka di belakang koma."),
        ("spent", "-5", "Isi dengan angka paling kecil 0."),
        ("spent", "12.5", "“12.5” meragukan. Tulis lengkap, misalnya 12.500."),
        ("spent", "9" * 30, "Angka ini terlalu besar. Periksa kembali jumlah nolnya."),
        ("day", "31 Juni 2026", "Tanggal “31 Juni 2026” tidak ada."),
        ("day", "besok", "“besok” bukan tanggal."),
    ],
)
def test_a_refused_value_gets_a_sentence_and_is_shown_as_typed(field, typed, sentence):
    form = Progress({**GOOD, field: typed})

    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert form.errors[field][0].startswith(sentence)
    assert f'value="{typed}"' in str(form[field])


def test_empty_values_are_none():
    form = Progress({"percent": "1", "spent": "", "day": "  "})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["spent"] is None
    assert form.cleaned_data["day"] is None


def test_a_value_typed_in_another_way_has_not_changed():
    form = Progress(
        {"percent": "62,40", "spent": "1234567", "day": "2026-06-30"},
        initial={
            "percent": Decimal("62.4"),
            "spent": Decimal("1234567.00"),
            "day": date(2026, 6, 30),
        },
    )

    assert form.changed_data == []


def test_the_browsers_calendar_is_given_iso_and_shows_other_text_as_text():
    class Dated(forms.Form):
        day = IndonesianDateField(picker=True)

    stored = str(Dated(initial={"day": date(2026, 6, 30)})["day"])
    typed = str(Dated({"day": "besok"})["day"])

    assert 'type="date"' in stored
    assert 'value="2026-06-30"' in stored
    assert 'type="text"' in typed
    assert 'value="besok"' in typed
