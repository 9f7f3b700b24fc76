"""What differs between two states of a matrix: cells, rows, order, dependencies."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from actionplans import columns, curve, versions
from actionplans.models import PeriodStanding
from actionplans.services import matrix, plans
from tests import factories


def plain(key, number, **cells):
    blank = dict.fromkeys(columns.NAMES, "")
    usual = {"stage": "1-persiapan", "activity": f"Kegiatan {key}", "ceiling": "0.00"}
    return {"id": key, "number": number, **blank, **usual, "waits_for": [], **cells}


def numbered(*keys):
    return [plain(key, number) for number, key in enumerate(keys, start=1)]


def shown(found):
    return [(row.label, row.title) for row in found.rows]


def test_the_same_is_no_difference():
    found = versions.differences(numbered(1, 2), numbered(1, 2))
    assert (found.rows, found.unchanged, found.cells) == ([], 2, 0)
    assert found.summary == "tidak ada perbedaan"


def test_a_changed_cell_is_shown_as_people_read_it():
    before, after = numbered(1, 2), numbered(1, 2)
    before[1] |= {"ceiling": "1000000.00", "weight": "10.00", "due": "2026-05-01"}
    after[1] |= {"ceiling": "2500000.00", "weight": "12.50", "due": None}

    found = versions.differences(before, after)

    assert [(cell.label, cell.before, cell.after) for cell in found.rows[0].cells] == [
        ("Bobot", "10", "12,5"),
        ("Selesai", "1\u00a0Mei\u00a02026", ""),
        ("Pagu", "Rp1.000.000", "Rp2.500.000"),
    ]
    assert (found.cells, found.unchanged) == (3, 1)
    assert found.summary == "3 sel pada 1 tonggak"


def test_new_and_removed_rows_show_what_they_hold():
    found = versions.differences(numbered(1, 2), numbered(2, 3))
    # Row 2 became number 1, but kept its place among those that there are on both sides.
    assert shown(found) == [("dihapus", "1. Kegiatan 1"), ("baru", "2. Kegiatan 3")]
    gone, new = found.rows
    assert ("Kegiatan", "Kegiatan 1", "") in [(c.label, c.before, c.after) for c in gone.cells]
    assert ("Kegiatan", "", "Kegiatan 3") in [(c.label, c.before, c.after) for c in new.cells]
    assert found.summary == "1 tonggak baru, 1 tonggak dihapus"
    assert found.unchanged == 1


def test_a_moved_row_is_one_and_the_others_only_made_room():
    found = versions.differences(numbered(1, 2, 3, 4), numbered(4, 1, 2, 3))
    assert shown(found) == [("dipindah", "1. Kegiatan 4")]
    assert found.rows[0].notes == ["Dari nomor 4 ke nomor 1."]
    assert (found.summary, found.unchanged) == ("1 tonggak dipindah", 3)


def test_dependencies_are_shown_as_numbers_and_renumbering_is_no_change():
    before, after = numbered(1, 2, 3), numbered(9, 1, 2, 3)
    before[2]["waits_for"] = after[3]["waits_for"] = [2]
    assert shown(versions.differences(before, after)) == [("baru", "1. Kegiatan 9")]

    after[3]["waits_for"] = [1, 9]
    (cell,) = versions.differences(before, after).rows[1].cells
    assert (cell.label, cell.before, cell.after) == ("Menunggu tonggak", "2", "1, 2")


def test_a_version_from_before_there_were_dependencies_is_read():
    before, after = numbered(1, 2), numbered(1, 2)
    for row in before:
        del row["waits_for"], row["remark"]
    assert versions.differences(before, after).rows == []


rows = st.permutations(range(1, 8)).flatmap(
    lambda keys: st.integers(0, 7).map(lambda count: numbered(*keys[:count]))
)


@given(rows, rows)
def test_every_row_is_told_of_once(before, after):
    found = versions.compare(before, after)
    old, new = ({row["id"] for row in side} for side in (before, after))
    kinds = {(row_after or row_before)["id"]: kind for kind, row_before, row_after, *_ in found}

    assert len(kinds) == len(found)
    assert {key for key, kind in kinds.items() if kind == versions.NEW} == new - old
    assert {key for key, kind in kinds.items() if kind == versions.REMOVED} == old - new
    # Without the moved ones the rest stands in the same order on both sides.
    moved = {key for key, kind in kinds.items() if kind == versions.CHANGED}
    rest = [[r["id"] for r in side if r["id"] in (old & new) - moved] for side in (before, after)]
    assert rest[0] == rest[1]


def test_the_curve_keeps_the_first_baseline_beside_the_present_plan(plan, rini, pak_kadis, lia):
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Mundur.")
    first, last = plan.milestones.get(number=1), plan.milestones.get(number=3)
    first.weight, last.weight = first.weight - Decimal(30), last.weight + Decimal(30)
    for row in (first, last):
        matrix.save_milestone(milestone=row, by=rini)
    plans.submit_plan(plan=plan, by=pak_kadis)
    with factories.at(plan.created_at.date().replace(month=2)):
        plan = plans.approve_plan(plan=plan, by=lia)
    standings = list(PeriodStanding.objects.filter(plan=plan).select_related("period"))

    found = curve.plan_curve(plan, standings, plan.created_at.date())

    assert found.has_baseline
    assert found.wide.baseline != found.wide.planned
    assert found.rows[1].baseline > found.rows[1].planned


def test_verified_quarters_that_are_planned_otherwise_are_named():
    before, after = numbered(1, 2), numbered(1, 2)
    for row in (*before, *after):
        row |= {"weight": "50.00", "target_q1": "25.00", "target_q2": None, "target_q3": None}
    assert versions.touched_quarters(before, after, [1, 2]) == []
    after[1]["target_q2"] = "40.00"
    after[1]["target_q3"] = "60.00"
    assert versions.touched_quarters(before, after, [1, 2]) == [2]
    after[0]["weight"], after[1]["weight"] = "40.00", "60.00"
    assert versions.touched_quarters(before, after, [1, 2]) == [1, 2]
    assert versions.touched_quarters(before, after, []) == []
