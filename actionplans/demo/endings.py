"""How two replications of 2022 were closed, what they taught, and the checks that followed."""

from dataclasses import dataclass
from datetime import date, timedelta

from actionplans import workdays
from actionplans.services import closing, recognition
from innovations.models import (
    Closing,
    Judged,
    Lesson,
    Recognition,
    Replication,
    Stage,
    SustainCheck,
)
from innovations.services import checks
from innovations.services.lessons import Said

from . import days

COMPLETED = date(2022, 12, 30)
PROPOSED, AGREED = date(2023, 2, 6), date(2023, 2, 13)
ANSWERED = 4  # days before today, for the answer that Litbang has not judged yet
Kind, Condition = Lesson.Kind, SustainCheck.Condition
FIRST, SECOND, THIRD = Stage


@dataclass(frozen=True)
class Ending:
    """`answers`: months: (condition, why, used by, payer); `waits`: the term that Litbang still
    has to judge; `award`: the reason of its certificate, "" for none."""

    lessons: tuple
    unit: str
    answers: dict
    waits: int | None = None
    award: str = ""


ENDINGS = {
    "pertanian": Ending(
        lessons=(
            (Kind.HELPED, FIRST, "SK tim memuat nama penyuluh tiap kecamatan, bukan hanya dinas."),
            (Kind.HELPED, SECOND, "Penyuluh mencatat serangan hama lewat grup percakapan."),
            (Kind.HINDERED, SECOND, "Pestisida nabati sulit dibuat pada musim hujan."),
            (Kind.HINDERED, THIRD, "Catatan bulanan menumpuk karena diisi di akhir triwulan."),
            (Kind.ADVICE, FIRST, "Minta contoh formulir pengamatan dari daerah asal sejak awal."),
            (Kind.ADVICE, SECOND, "Mulai uji coba di kelompok tani yang sudah punya ketua aktif."),
        ),
        unit="kelompok tani",
        answers={
            6: (Condition.ALIVE, "", 14, "APBD 2023"),
            12: (Condition.DEVELOPED, "Ditambah pengamatan hama lada.", 19, "APBD 2023"),
            24: (Condition.ALIVE, "", 18, "APBD 2024 dan kas kelompok"),
        },
        award="seluruh tonggaknya terverifikasi dan masih berjalan dua tahun sesudah tuntas",
    ),
    "pendidikan": Ending(
        lessons=(
            (Kind.HELPED, FIRST, "Kepala sekolah dilibatkan sejak penyusunan desain."),
            (Kind.HINDERED, SECOND, "Jaringan internet di sekolah pesisir sering putus."),
            (Kind.ADVICE, SECOND, "Siapkan bahan luring lebih dahulu, lalu yang daring."),
            (Kind.ADVICE, THIRD, "Bandingkan kehadiran siswa sebelum dan sesudah tiap semester."),
        ),
        unit="sekolah",
        answers={
            6: (Condition.ALIVE, "", 8, "APBD 2023"),
            12: (Condition.ALIVE, "", 9, "APBD 2023 dan dana BOS"),
            24: (Condition.DEVELOPED, "Bahan ajarnya dipakai juga di SD.", 11, "Dana BOS"),
        },
        waits=24,
    ),
}


def tell(history, story, replication):
    """What became of a replication whose first year is over; only some were closed."""
    ending = ENDINGS.get(story.account)
    if ending is None:
        return
    people = history.people
    head, staff = people[f"{story.account}.kepala"], people[story.account]
    litbang, dated = history.litbang, _Dated(history)
    row = closing.propose_closing(
        replication=replication,
        by=head,
        completed_on=COMPLETED,
        said=[Said(*lesson) for lesson in ending.lessons],
    )
    dated.proposed(row, head, days.office(PROPOSED, 10, 20))
    Lesson.objects.filter(replication=replication).update(at=days.office(PROPOSED, 10, 20))
    row = closing.agree_closing(closing=row, by=litbang)
    dated.decided(row, litbang, days.office(AGREED, 14, 5))
    for check in replication.checks.order_by("months"):
        if check.due > history.today:
            break
        condition, why, used_by, payer = ending.answers[check.months]
        waits = check.months == ending.waits
        day = history.today - timedelta(days=ANSWERED) if waits else check.due - timedelta(days=5)
        check = checks.answer_check(
            check=check,
            by=staff,
            condition=condition,
            why=why,
            used_by=used_by,
            used_unit=ending.unit,
            payer=payer,
        )
        dated.proposed(check, staff, history.past(days.office(day, 9, 40)))
        if waits:
            break
        check = checks.agree_check(check=check, by=litbang)
        dated.decided(check, litbang, days.office(workdays.add(check.due, 3), 11, 15))
    last = replication.checks.filter(state=Judged.State.AGREED).order_by("-months").first()
    if ending.award and last and last.months == SustainCheck.MONTHS[-1]:
        at = days.office(workdays.add(last.due, 15), 10)
        award = recognition.recognise(
            replication=Replication.objects.get(pk=replication.pk),
            by=litbang,
            number=recognition.next_number(at.year),
            reason=ending.award,
        )
        Recognition.objects.filter(pk=award.pk).update(chosen_at=at)
        dated.history(litbang, at, chosen_at=at)


class _Dated:
    """Gives what the services have just written the moment at which it happened."""

    MODELS = (Closing, Lesson, SustainCheck, Replication, Recognition)

    def __init__(self, history):
        self.chronicle = history.chronicle
        for model in self.MODELS:
            rows = model.history.model
            self.chronicle.newest[rows] = self.chronicle._last(rows)

    def history(self, by, at, **fields):
        for model in self.MODELS:
            known = {name: value for name, value in fields.items() if hasattr(model, name)}
            self.chronicle._date(at, by, model, **known)

    def proposed(self, row, by, at):
        type(row).objects.filter(pk=row.pk).update(proposed_at=at)
        self.history(by, at, proposed_at=at)

    def decided(self, row, by, at):
        type(row).objects.filter(pk=row.pk).update(decided_at=at)
        self.history(by, at, decided_at=at)
