"""A commitment of the demo for the plan of this year: made up, clauses and all, unlike the joint
one among the facts, whose clauses nobody knows."""

from datetime import date, timedelta

from actionplans.services import tracing
from innovations.models import Clause, Commitment, Replication
from innovations.services import commitments

from . import days, first_year

ACCOUNT = "koperasi"
PARTIES = (
    "Bappelitbang Kabupaten Bangka Barat",
    "Dinas Koperasi, UKM dan Perindustrian",
    "Universitas Bangka Belitung",
)
ENDS_IN = 45  # days from today, so that its renewal is asked for
# text, days from today until it is due (or the month and day, or None), milestones that serve it
CLAUSES = (
    ("Dinas membentuk tim replikasi dan menyepakati desain adaptasi.", (9, 30), (1, 2, 3)),
    ("Dinas mendata 600 UKM dan melatih pendampingnya.", -20, (5, 6)),
    ("Dinas menayangkan katalog di dua sentra dan mempertemukan pembeli.", 40, (7, 8)),
    ("Ketiga pihak menilai kemajuan tiap triwulan.", None, (9, 10)),
    ("Universitas menempatkan dua mahasiswa pendamping di tiap sentra.", 30, ()),
)


def tell(history):
    """Litbang records it before the first year begins; the agency traces its milestones."""
    plan, litbang = history.plans[ACCOUNT], history.litbang
    signed = days.office(date(first_year.YEAR - 1, 12, 1), 13)
    commitment = commitments.create_commitment(
        by=litbang,
        values={
            "title": "Contoh: Kesepakatan pendampingan SiBakul",
            "signed_on": signed.date(),
            "place": "Mentok",
            "signatories": "\n".join(PARTIES),
            "valid_until": history.today + timedelta(days=ENDS_IN),
        },
        clauses=[
            {"text": text, "due": _day(due, history.today, plan.fiscal_year)}
            for text, due, _ in CLAUSES
        ],
    )
    replication = Replication.objects.get(pk=plan.replication_id)
    replication.commitment = commitment
    replication.save()
    for clause, (_, _, numbers) in zip(commitment.clauses.order_by("number"), CLAUSES, strict=True):
        tracing.trace(
            plan=plan,
            by=history.people[ACCOUNT],
            milestones=list(plan.milestones.filter(number__in=numbers)),
            clause=clause,
        )
    _date(replication, commitment, by=litbang, at=signed)


def _day(due, today, year):
    if isinstance(due, tuple):
        return date(year, *due)
    return None if due is None else today + timedelta(days=due)


def _date(replication, commitment, *, by, at):
    """Give the history just written the moment at which it happened."""
    newest = replication.history.latest("history_id")
    for rows in (
        Replication.history.filter(history_id=newest.history_id),
        Commitment.history.filter(id=commitment.pk),
        Clause.history.filter(id__in=commitment.clauses.values("pk")),
    ):
        rows.update(history_date=at, history_user=by)
