"""Briefings made by hand, for what slides and page do with any of them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from replikasi.documents.briefing import (
    BROKEN,
    CLAIMED,
    PROMISE_WORDS,
    VERIFIED,
    Briefing,
    Change,
    Decision,
    Figure,
    Listed,
    Promise,
    Replication,
    Row,
    Series,
    Topic,
)

LONGEST_NAME = 150
AT = timezone.make_aware(datetime(2026, 10, 13, 9, 30))


def series(text="SiBakul"):
    """TW I verified, TW II silent, TW III only claimed."""
    return Series(
        title=f"Kurva S {text}",
        sentence=f"Kurva S {text}: sementara 40,0 % pada TW III.",
        labels=("Awal", "TW I", "TW II\nbelum dilaporkan", "TW III", "TW IV\ndibuka 4 Jan"),
        planned=(0, Decimal("18.5"), Decimal("46.25"), Decimal("70"), Decimal("100")),
        verified=(0, Decimal("12.125"), None, None, None),
        claimed=(0, Decimal("14"), None, Decimal("40"), None),
    )


def replication(text="SiBakul", *, is_calm=False):
    topics = (
        Topic("Perlu keputusan", text, ("Terbuka 21 hari", f"Giliran: {text}"), is_grave=True),
        Topic("Tonggak terlambat", text, ("30 Jun 2026", f"Berikut: {text}"), is_grave=True),
        Topic("Dijanjikan", text, ("Laporan TW II: belum dijawab",)),
    )
    if is_calm:
        topics = (
            Topic("Permasalahan", absent="Tidak ada yang terbuka."),
            Topic("Tonggak", absent="Semua selesai."),
            Topic("Dijanjikan", absent="Belum ada janji."),
        )
    return Replication(
        title=text[:LONGEST_NAME],
        agency=text[:LONGEST_NAME],
        state="Menunggu verifikasi",
        state_note="tenggat 14 Okt",
        tone="wait",
        figures=(
            Figure("Realisasi terverifikasi", "12,1\u00a0%", kind=VERIFIED, note="posisi TW I"),
            Figure("Realisasi sementara", "40,0\u00a0%", kind=CLAIMED),
            Figure("Rencana", "70,0\u00a0%", note="posisi 30 Sep"),
            Figure("Deviasi", "−30,0", "poin", CLAIMED, is_beyond=True),
        ),
        curve=None if is_calm else series(text),
        topics=topics,
    )


def row(text="SiBakul", actual="40"):
    found = None if actual is None else Decimal(actual)
    return Row(
        title=text[:LONGEST_NAME],
        agency=text[:LONGEST_NAME],
        planned=Decimal("70"),
        actual=found,
        kind=CLAIMED,
        deviation=None if found is None else found - 70,
        is_beyond=found is not None,
        state="Menunggu verifikasi",
        turn=text,
    )


def briefing(text="SiBakul", number=2, *, total=None, is_calm=False, lists=1):
    """A Briefing of `number` replications with a slide each, of `total`; every text is `text`."""
    day, name = date(2026, 9, 22), text[:LONGEST_NAME]
    decisions = [Decision(text, name, name, "Bupati", name, text, day, 21)] * lists
    promises = [Promise(BROKEN, text, text, name, name, "TW II")] * lists
    changes = [Change("Permasalahan baru", text, name, day)] * lists
    return Briefing(
        name="paparan-tw3-2026",
        title="Paparan Replikasi Inovasi TW III 2026",
        programme="RIPP 2022",
        scope=text[:400] or "Kabupaten Bangka Barat",
        quarter=3,
        year=2026,
        period="TW III",
        at=AT,
        since=date(2026, 7, 14),
        by="Lia Kartika",
        is_demo=False,
        headline="Realisasi sementara 40,0 %, di luar ambang: deviasi −30,0 poin",
        position="Posisi per 30 September 2026",
        figures=tuple(
            Figure(f"Angka {place}", f"{place}0,0 %", kind=CLAIMED, note=name[:60], change="+1,0")
            for place in range(1, 7)
        ),
        curve=series("program"),
        reports=((2, "menunggu verifikasi"),),
        money="Rp1.000 dari pagu Rp2.000",
        total=number if total is None else total,
        replications=tuple(replication(text, is_calm=is_calm) for _ in range(number)),
        rows=tuple(row(text, None if place else "40") for place in range(number)),
        groups=(),
        group_label="",
        group_total=0,
        decisions=Listed(tuple(decisions), lists, ((lists, "Bupati"),)),
        promises=Listed(tuple(promises), lists, ((lists, PROMISE_WORDS[BROKEN].lower()),)),
        changes=Listed(tuple(changes), lists, ((lists, "permasalahan baru"),)),
    )
