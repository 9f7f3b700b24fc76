"""What the demo measured: products and benefits of the four replications, quarter by quarter."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from innovations.models import Outcome, OutcomeValue
from innovations.services import outcomes
from replikasi.common.periods import quarter_bounds
from replikasi.notifications.models import Notification

from . import days

NOT_OFFICIAL = "Contoh untuk peragaan, bukan data resmi."
Kind = Outcome.Kind
# Days after the quarter until the agency sends, and until Litbang has looked at it.
SENT_AFTER, JUDGED_AFTER = 6, 13
WAITING, VERIFIED, RETURNED = "waiting", "verified", "returned"


@dataclass(frozen=True)
class Told:
    """An indicator of the demo; `values` by quarter, of `groups` {name: values}.

    `ending`: what became of the value of the current quarter; `lowered` maps a quarter to what
    Litbang confirmed instead, and why.
    """

    kind: str
    indicator: str
    unit: str
    baseline: int
    target: int
    values: tuple
    ending: str = VERIFIED
    groups: dict = None
    note: str = ""
    lowered: dict = None


def _benefit(*facts, **more):
    return Told(Kind.OUTCOME, *facts, **more)


def _product(*facts, **more):
    return Told(Kind.OUTPUT, *facts, **more)


# By the user name of the agency's staff.
TOLD = {
    "koperasi": (
        _benefit(
            *("UKM yang produknya tayang di katalog", "UKM", 0, 240, (12, 46, 118, 205)),
            ending=WAITING,
            groups={"Perempuan": (8, 31, 74, 131), "Perdesaan": (3, 15, 44, 83)},
        ),
        _benefit(
            *("Omzet bulanan UKM binaan, rata-rata", "ribu rupiah", 3_200, 4_500),
            (3_240, 3_410, 3_690, 3_980),
            ending=WAITING,
            note="Harga jual naik di seluruh kabupaten sejak Mei, juga pada UKM yang tidak dibina.",
            lowered={2: (3_350, "Dua UKM tercatat dua kali pada rekapitulasi.")},
        ),
        _product(*("Pelatihan yang terselenggara", "kali", 0, 12, (3, 6, 9, 12))),
    ),
    "pertanian": (
        _benefit(*("Luas serangan hama pada lada", "hektare", 310, 180, (298, 270, 236, 201))),
        _product(*("Petani pengamat yang dilatih", "orang", 0, 60, (20, 40, 52, 60))),
    ),
    "pariwisata": (
        _benefit(
            *("Kunjungan ke 12 destinasi, per triwulan", "orang", 10_300, 15_000),
            (10_900, 10_450, 9_800, 10_200),
            note="Penerbangan berkurang sejak April; kunjungan ke seluruh provinsi ikut turun.",
        ),
        _product(
            *("Destinasi yang datanya lengkap di aplikasi", "destinasi", 0, 12, (4, 7, 10, 12))
        ),
    ),
    "pendidikan": (
        _benefit(
            *("Murid yang ikut kelas bersama", "orang", 0, 480, (0, 64, 158, 312)),
            ending=RETURNED,
            groups={"Perempuan": (0, 33, 82, 160)},
        ),
    ),
}


def tell(history, story, replication):
    """Define the indicators of `story` and record them up to the current quarter."""
    for told in TOLD[story.account]:
        _Teller(history, story, replication, told).tell()


class _Teller:
    def __init__(self, history, story, replication, told):
        self.history, self.told = history, told
        self.agency, self.officer = history.people[story.account], history.litbang
        self.replication, self.year = replication, history.current.year

    def tell(self):
        told, before = self.told, date(self.year - 1, 12, 31)
        self.last_notice = self._last_notice()
        outcome = outcomes.define_outcome(
            outcome=Outcome(
                replication=self.replication,
                kind=told.kind,
                indicator=told.indicator,
                unit=told.unit,
                direction="turun" if told.target < told.baseline else "naik",
                baseline=Decimal(told.baseline),
                baseline_on=before,
                baseline_source=NOT_OFFICIAL,
                target=Decimal(told.target),
                target_on=date(self.year, 12, 31),
                groups="\n".join(told.groups or ()),
                attribution_note=told.note,
            ),
            by=self.agency,
        )
        outcome.history.update(history_date=days.at(before, 10), history_user=self.agency)
        for quarter in range(1, self.history.current.quarter + 1):
            day = quarter_bounds(self.year, quarter)[1]
            if day < self.history.today:
                self._measured(outcome, quarter, day)

    def _measured(self, outcome, quarter, day):
        told, at = self.told, quarter - 1
        values = {"": told.values[at]}
        values |= {name: figures[at] for name, figures in (told.groups or {}).items()}
        rows = outcomes.record_values(
            outcome=outcome,
            by=self.agency,
            measured_on=day,
            values={group: Decimal(value) for group, value in values.items()},
            source=NOT_OFFICIAL,
        )
        sent = self.history.past(days.at(day + timedelta(days=SENT_AFTER), 10))
        for row in rows:
            self._date(row, self.agency, sent, recorded_at=sent)
        ending = told.ending if quarter == self.history.current.quarter else VERIFIED
        judged = self.history.past(days.at(day + timedelta(days=JUDGED_AFTER), 14))
        for row in rows:
            self._judge(row, ending, quarter, judged)

    def _judge(self, row, ending, quarter, at):
        by = self.officer
        if ending == VERIFIED:
            other, reason = (self.told.lowered or {}).get(quarter, (None, ""))
            is_whole = not row.group and other is not None
            outcomes.verify_value(
                value=row,
                by=by,
                verified_value=Decimal(other) if is_whole else None,
                reason=reason if is_whole else "",
            )
            self._date(row, by, at, verified_at=at)
        elif ending == RETURNED:
            outcomes.return_value(value=row, by=by, reason="Lampirkan daftar hadir tiap sekolah.")
            self._date(row, by, at)

    def _date(self, row, by, at, **fields):
        """Give what the service just wrote its date: the row, its history, its notices."""
        if fields:
            OutcomeValue.objects.filter(pk=row.pk).update(**fields)
        newest = row.history.order_by("-history_id").first()
        row.history.filter(history_id=newest.history_id).update(
            history_date=at, history_user=by, **fields
        )
        Notification.objects.filter(pk__gt=self.last_notice).update(created_at=at)
        self.last_notice = self._last_notice()

    @staticmethod
    def _last_notice():
        newest = Notification.objects.order_by("-pk").first()
        return newest.pk if newest else 0
