"""The gallery of parts at /komponen/, for the people who build pages; only in DEBUG."""

from decimal import Decimal

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django_tables2 import RequestConfig

from replikasi.common.fields import IndonesianDateField, IndonesianDecimalField, RupiahField
from replikasi.common.lists import PortalTable

STATES = [
    ("ok", "Terverifikasi"),
    ("wait", "Menunggu verifikasi"),
    ("bad", "Dikembalikan"),
    ("none", "Belum dilaporkan"),
    ("draft", "Draf"),
]
TASKS = [
    ("exclamation-triangle", "bad", "Catat progres: pelatihan pengelola 12 destinasi"),
    ("chat-bubble-oval-left-ellipsis", "wait", "Jawab saran fasilitator UBB"),
    ("document-check", "acc", "Setujui rencana aksi 2027, Aksi Tali Intan"),
]
FILES = [
    {"url": "#", "name": "Parittiga-1.jpg", "note": "412 kB", "picture": "", "kind": "foto"},
    {"url": "#", "name": "Rekap-pendataan.pdf", "note": "1,2 MB", "picture": "", "kind": "dokumen"},
]
ROWS = [
    {"name": "Dinas Koperasi, UKM dan Perindustrian", "plans": 2, "verified": "45,6 %"},
    {"name": "Dinas Pertanian dan Pangan", "plans": 1, "verified": "62,4 %"},
    {"name": "Dinas Pariwisata dan Kebudayaan", "plans": 1, "verified": "38,4 %"},
] * 9


class SampleTable(PortalTable):
    """A table with a sortable text, a figure, and a column that cannot be sorted."""

    name = tables.Column(verbose_name="OPD")
    plans = tables.Column(
        verbose_name="Rencana", attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    verified = tables.Column(
        verbose_name="Terverifikasi",
        orderable=False,
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )


class SampleForm(forms.Form):
    """One field of each kind; sent empty or wrong it shows how errors stand."""

    percent = IndonesianDecimalField(
        label="Capaian sampai hari ini", suffix="%", min_value=0, max_value=100
    )
    spent = RupiahField(
        label="Uang dipakai", help_text="Pagu kegiatan Rp40.000.000", required=False
    )
    day = IndonesianDateField(label="Tanggal", picker=True)
    stage = forms.ChoiceField(label="Tahap", choices=[("1", "Persiapan"), ("2", "Pelaksanaan")])
    kind = forms.ChoiceField(
        label="Jenis catatan",
        choices=[("k", "Komentar"), ("s", "Saran")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Catatan", widget=forms.Textarea({"rows": 3}), required=False)
    evidence = forms.FileField(label="Berkas bukti", required=False)
    secret = forms.CharField(label="Kata sandi", widget=forms.PasswordInput, required=False)
    agreed = forms.BooleanField(label="Simpan lokasi foto", required=False)


class SampleFilter(forms.Form):
    """Two choices of a filter bar."""

    year = forms.ChoiceField(label="Tahun", choices=[("2026", "2026")], required=False)
    quarter = forms.ChoiceField(label="Triwulan", choices=[("3", "TW III")], required=False)


def gallery(request):
    """Every part once, with sample words; 404 when DEBUG is off."""
    if not settings.DEBUG:
        raise Http404
    table = SampleTable(ROWS)
    RequestConfig(request, paginate={"per_page": 4}).configure(table)
    return render(
        request,
        "common/gallery.html",
        {
            "states": STATES,
            "tasks": TASKS,
            "files": FILES,
            "table": table,
            "form": SampleForm(),
            "wrong": SampleForm(
                {"percent": "101", "spent": "abc", "note": "Tetap tertulis."}, auto_id="wrong_%s"
            ),
            "filters": SampleFilter(auto_id="filter_%s"),
            "page": Paginator(range(200), 10).page(4),
            "planned": Decimal("70.3"),
            "verified": Decimal("45.6"),
            "sementara": Decimal("66.4"),
        },
    )
