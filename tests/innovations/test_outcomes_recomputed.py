"""Every figure of outcomes computed again, slowly and otherwise, from random rows.

Nothing of the portal's own arithmetic is used: rows are read as they are stored, and fractions
stand for decimals.
"""

import csv
import io
import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from innovations.models import Outcome, OutcomeValue
from innovations.outcomes import progress_of, summary
from replikasi.dashboard import benefits, filters
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SEEDS = (1, 2)
STATES = ("dikirim", "terverifikasi", "terverifikasi", "dikembalikan")
WORDS = {
    "menjauh": "Menjauh dari target",
    "diam": "Belum bergerak dari nilai awal",
    "menuju": "Menuju target",
    "tercapai": "Target tercapai",
    "tanpa": "Belum dapat dibandingkan",
    "belum": "Belum ada nilai terverifikasi",
}


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(TODAY)


def random_rows(seed, replications, officer):
    """Indicators of all shapes, with few values close together, so that equal ones are met."""
    rng = random.Random(seed)
    for number in range(24):
        rising = rng.random() < 0.5
        low, high = sorted(rng.choice((0, 10, 10, 20, Decimal("20.5"), 300)) for _ in range(2))
        baseline, target = (low, high) if rising else (high, low)
        outcome = Outcome.objects.create(
            replication=rng.choice(replications),
            indicator=f"Indikator {seed}-{number}",
            unit="orang",
            kind=rng.choice(("hasil", "hasil", "keluaran")),
            direction="naik" if rising else "turun",
            baseline=None if rng.random() < 0.1 else baseline,
            target=None if rng.random() < 0.1 else target,
            groups="Perempuan",
            attribution_note=rng.choice(("", "Harga naik.")),
        )
        days = rng.sample(range(400), rng.randint(0, 6))
        for ago in days:
            state = rng.choice(STATES)
            value = Decimal(rng.choice((-5, 0, 10, 15, 20, 21, 300, 400)))
            OutcomeValue.objects.create(
                outcome=outcome,
                measured_on=TODAY - timedelta(days=ago),
                group=rng.choice(("", "", "Perempuan")),
                value=value,
                state=state,
                reason="Salah." if state == "dikembalikan" else "",
                **(
                    {
                        "verified_value": value + rng.choice((0, 0, 1, -5)),
                        "verified_by": officer,
                        "verified_at": timezone.now(),
                    }
                    if state == "terverifikasi"
                    else {}
                ),
            )


def slow(outcome, *, with_claims=True, until=TODAY):
    """What the portal should say of an outcome: a dict, by looking at one row after another."""
    best, claim = None, None
    for row in list(outcome.values.all()):
        if row.group or row.measured_on > until:
            continue
        if row.state == "terverifikasi" and (best is None or row.measured_on > best[0]):
            best = (row.measured_on, Fraction(row.verified_value))
    for row in list(outcome.values.all()):
        if row.group or row.state != "dikirim" or not with_claims or row.measured_on > until:
            continue
        if (best is None or row.measured_on > best[0]) and (
            claim is None or row.measured_on > claim[0]
        ):
            claim = (row.measured_on, Fraction(row.value))
    return {
        "day": best and best[0],
        "value": best and best[1],
        "claim": claim and claim[1],
        "claim_day": claim and claim[0],
        "share": way(outcome, best),
        "standing": stands(outcome, best),
    }


def way(outcome, best):
    if best is None or outcome.baseline is None or outcome.target is None:
        return None
    length = Fraction(outcome.target) - Fraction(outcome.baseline)
    return None if length == 0 else (best[1] - Fraction(outcome.baseline)) * 100 / length


def stands(outcome, best):
    if best is None:
        return "belum"
    if outcome.baseline is None or outcome.target is None:
        return "tanpa"
    better = 1 if outcome.direction == "naik" else -1
    from_start = (best[1] - Fraction(outcome.baseline)) * better
    to_go = (Fraction(outcome.target) - best[1]) * better
    if from_start < 0:
        return "menjauh"
    if to_go <= 0:
        return "tercapai"
    return "menuju" if from_start > 0 else "diam"


def close(one, other):
    return (one is None) == (other is None) and (
        one is None or abs(Fraction(one) - other) < Fraction(1, 10**9)
    )


@pytest.fixture(params=SEEDS)
def world(request, sibakul, lia, rini, dr_budi, ibu_sekda):
    """Three replications, two of them in Bangka Barat, with random rows."""
    beside = factories.ReplicationFactory(agency__region=sibakul.agency.region)
    elsewhere = factories.ReplicationFactory(agency__region__code="19.03")
    random_rows(request.param, [sibakul, beside, elsewhere], lia)
    return [sibakul, beside, elsewhere]


def test_the_page_of_a_replication(world, rini, ibu_sekda):
    sibakul = world[0]
    for user, with_claims in ((rini, True), (ibu_sekda, False)):
        found = progress_of(sibakul, user)
        assert {one.outcome.pk for one in found} == set(
            sibakul.outcomes.values_list("pk", flat=True)
        )
        for progress in found:
            expected = slow(progress.outcome, with_claims=with_claims)
            latest, claim = progress.latest, progress.claim
            assert (latest and latest.day) == expected["day"]
            assert (latest and Fraction(latest.value)) == expected["value"]
            assert (claim and Fraction(claim.value)) == expected["claim"]
            assert close(progress.share, expected["share"])
            assert progress.standing[:5] == expected["standing"][:5]
        kinds = [slow(row)["standing"] for row in sibakul.outcomes.filter(kind="hasil")]
        assert summary(found) == (
            sum(kind in ("menuju", "tercapai") for kind in kinds),
            len(kinds),
        )


def test_the_line_beside_progress(world):
    selection = filters.read({}, ())
    found = benefits.lines_of([one.pk for one in world], selection)
    for replication in world:
        rows = list(replication.outcomes.filter(kind="hasil"))
        kinds = [slow(row)["standing"] for row in rows]
        line = found.get(replication.pk)
        if not rows:
            assert line is None
            continue
        assert (line.toward, line.away, line.measured, line.of, line.noted) == (
            kinds.count("menuju") + kinds.count("tercapai"),
            kinds.count("menjauh"),
            len(kinds) - kinds.count("belum"),
            len(kinds),
            sum(bool(row.attribution_note) for row in rows),
        )


@pytest.mark.parametrize("kind", ["hasil", "keluaran"])
def test_the_table_of_the_programme(world, kind, as_user, lia, ibu_sekda):
    order = list(WORDS)
    for user, with_claims in ((lia, True), (ibu_sekda, False)):
        answer = as_user(user).get(reverse("benefits_feed", args=["csv"]), {"jenis": kind})
        lines = list(csv.DictReader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))
        rows = {
            row.indicator: row
            for replication in world[:2]
            for row in replication.outcomes.filter(kind=kind)
        }
        assert {line["Indikator"] for line in lines} == set(rows)
        places = []
        for line in lines:
            expected = slow(rows[line["Indikator"]], with_claims=with_claims)
            assert line["Keadaan"] == WORDS[expected["standing"]]
            assert number(line["Terverifikasi terakhir"]) == expected["value"]
            assert line["Diukur pada"] == (str(expected["day"]) if expected["day"] else "")
            assert number(line["Sementara yang lebih baru"]) == expected["claim"]
            assert close(number(line["Jarak ke target ditempuh, %"]), expected["share"])
            places.append(order.index(expected["standing"]))
        assert places == sorted(places)


def number(text):
    return Fraction(text.lstrip("'")) if text else None


def test_the_page_of_the_programme_counts_the_same(world, lia):
    selection = filters.read({}, ())
    found = benefits.benefits_of(lia, selection, "hasil")
    kinds = [
        slow(row)["standing"]
        for replication in world[:2]
        for row in replication.outcomes.filter(kind="hasil")
    ]

    assert dict(found.counts) == {WORDS[kind]: kinds.count(kind) for kind in WORDS if kind in kinds}
    assert (found.total, found.away) == (len(kinds), kinds.count("menjauh"))
    for row in found.rows:
        assert row.standing[:5] == slow(row.outcome)["standing"][:5]


def test_measurements_after_a_quarter_long_past_do_not_count(world, lia):
    factories.ActionPlanFactory(replication=world[0], milestones=1, approved=True)
    selection = filters.read({"year": "2026", "quarter": "1"}, ())
    until = date(2026, 3, 31)
    assert selection.is_past

    found = benefits.benefits_of(lia, selection, "hasil")

    assert found.until == until
    for row in found.rows:
        expected = slow(row.outcome, until=until)
        assert (row.latest_on, row.claim_on) == (expected["day"], expected["claim_day"])
        assert close(row.share, expected["share"])


def test_another_adopter_changes_nobody_elses_figures(world, rini):
    sibakul = world[0]
    before = [(one.outcome.pk, one.share, one.claim) for one in progress_of(sibakul, rini)]
    random_rows(99, world[1:], rini)

    assert [(one.outcome.pk, one.share, one.claim) for one in progress_of(sibakul, rini)] == before
