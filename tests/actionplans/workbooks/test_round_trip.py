"""To Excel and back: nothing differs, exactly what was changed is shown, undo takes it back."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simple_history.utils import bulk_create_with_history

from actionplans import columns, snapshots
from actionplans.demo import history
from actionplans.models import ActionPlan, Milestone, PlanEdit, PlanImport, Stage
from actionplans.services import imports, journal
from actionplans.workbooks import cells, writing
from replikasi.accounts.models import User
from tests import factories

from . import books

pytestmark = pytest.mark.django_db
# `--hypothesis-profile=thorough` tries 500.
PLANS = max(40, settings.default.max_examples)

# -- random plans -------------------------------------------------------------------------------

AWKWARD = ["=1+1", "+62 812", "-", "- foto", "@rini", '=HYPERLINK("http://x")', "'kutip", '"ganda"']
AWKWARD += ["=", "0,25", "12-03-2026", "Jumlah", "TOTAL", "A. Persiapan", "1.000", "&amp;"]
AWKWARD += ["<b>tebal</b>", "Tanda tangan", "\u200bé漢字🙂", "a\tb", "ya", "TRUE", "#REF!", "50 %"]
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
free = st.text(letters, max_size=12)
words = st.text("abc KJ-=.,()/%&é漢🙂0123456789", max_size=12)


def short(longest):
    """A text of one line as a form lets it in."""
    texts = st.one_of(st.sampled_from(AWKWARD), words, free, st.just("x" * longest), st.just(""))
    return texts.map(lambda text: text[:longest])


def visible(text):
    return bool(cells.settled("activity", text))


lines = st.one_of(
    st.lists(st.one_of(st.sampled_from(AWKWARD), words), max_size=5).map("\n".join),
    st.just("panjang sekali " * 2000),
    st.sampled_from(["- foto\r\n- daftar hadir", "", "a\n\nb", "  tepi  "]),
)
percents = st.one_of(
    st.none(),
    st.sampled_from(["0.25", "33.33", "0.00", "100.00", "1.00", "0.01"]).map(Decimal),
    st.decimals(0, 100, places=2),
)
figures = st.one_of(st.none(), st.decimals(0, 10**12 - 1, places=2), st.sampled_from([Decimal(4)]))
money = st.one_of(st.decimals(0, 10**15 - 1, places=2), st.integers(0, 10**10).map(Decimal))
days = st.one_of(
    st.none(), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.dates(date(1900, 1, 1))
)


@st.composite
def milestones(draw):
    start, due = draw(days), draw(days)
    if start and due and due < start:
        start, due = due, start
    rising = sorted(draw(st.lists(percents.filter(lambda v: v is not None), max_size=4)))
    holes = draw(st.permutations(rising + [None] * (4 - len(rising))))
    filled = iter(rising)
    targets = [None if value is None else next(filled) for value in holes]
    return {
        "stage": draw(st.sampled_from(Stage.values)),
        "activity": draw(short(250).filter(visible)),
        "output": draw(short(250)),
        "indicator": draw(short(250)),
        "unit": draw(short(40)),
        "target": draw(figures),
        "weight": draw(percents),
        "start": start,
        "due": due,
        **dict(zip(Milestone.TARGETS, targets, strict=True)),
        "person_in_charge": draw(short(150)),
        "related_parties": draw(short(250)),
        "budget_line": draw(short(250)),
        "ceiling": draw(money),
        "evidence_expected": draw(lines),
        "remark": draw(lines),
    }


# No keyboard types control characters into a cell.
typeable = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=30)
new_text = st.one_of(st.sampled_from(AWKWARD[:13]), typeable, st.just("")).map(lambda t: t[:40])
NEW_VALUES = {
    columns.TEXT: new_text,
    columns.LINES: st.lists(new_text, max_size=3).map("\n".join),
    columns.STAGE: st.sampled_from(Stage.values),
    columns.FIGURE: figures,
    columns.PERCENT: percents,
    columns.MONEY: st.decimals(0, 10**12, places=2),
    columns.DATE: st.dates(date(2020, 1, 1), date(2030, 12, 31)),
}


def is_new(name, before, after):
    """Whether typing `after` changes the cell, and to something that may stand there."""
    if name == "activity" and not visible(after):
        return False
    if isinstance(after, str) and len(cells.settled(name, after)) > 2000:
        return False
    return cells.differ(name, before, columns.plain(after))


@pytest.fixture
def plan(sibakul, rini, lia):
    return factories.ActionPlanFactory(replication=sibakul)


def fill(plan, rows):
    """The plan with these rows alone; its imports and edits are gone."""
    PlanImport.objects.filter(plan=plan).delete()
    PlanEdit.objects.filter(plan=plan).delete()
    plan.milestones.all().delete()
    ordered = sorted(rows, key=lambda row: row["stage"])
    made = [Milestone(plan=plan, number=n, **row) for n, row in enumerate(ordered, start=1)]
    bulk_create_with_history(made, Milestone)


# (which row, which column, the new value) of a cell that a person changes.
edits = st.sampled_from(columns.NAMES).flatmap(
    lambda name: st.tuples(st.integers(0, 4), st.just(name), NEW_VALUES[columns.BY_NAME[name].kind])
)


def changed(book, plain, wanted):
    """Change the cells that are there and may be changed so; {(milestone, column): value}."""
    done = {}
    for at, name, value in wanted:
        if at >= len(plain) or (at, name) in done:
            continue
        row = {key: columns.value_of(key, plain[at][key]) for key in columns.NAMES}
        row |= {key: new for (place, key), new in done.items() if place == at}
        fits = not columns.faults_between({**row, name: value})
        if fits and is_new(name, plain[at][name], value):
            done[at, name] = value
    for (at, name), value in done.items():
        book.put(at, **{name: books.typed(name, columns.plain(value))})
    return {(plain[at]["id"], name): value for (at, name), value in done.items()}


@settings(max_examples=PLANS, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(milestones(), min_size=1, max_size=5), wanted=st.lists(edits, max_size=8))
def test_a_random_plan_goes_to_excel_and_back(plan, rini, rows, wanted):
    fill(plan, rows)
    before = writing.matrix_workbook(plan)
    same = imports.upload(by=rini, plan=plan, file=books.as_file(before))
    assert books.counts(same.result) == {"tetap": len(rows)}, same.result["rows"]
    assert same.result["moved"] == 0

    plain = snapshots.taken(plan.milestones.all())
    book = books.Book(books.opened(before))
    done = changed(book, plain, wanted)
    preview = books.uploaded(plan, rini, book)
    cells_shown = {
        (row["id"], name): after
        for row in books.entries(preview.result, "berubah")
        for name, _, after in row["cells"]
    }
    assert set(cells_shown) == set(done), preview.result["rows"]
    for (key, name), value in done.items():
        assert not cells.differ(name, cells_shown[key, name], columns.plain(value))

    applied = imports.apply(preview=preview, by=rini)
    now = {row["id"]: row for row in snapshots.taken(plan.milestones.all())}
    for row in plain:
        for name in columns.NAMES:
            expected = cells_shown.get((row["id"], name), row[name])
            assert now[row["id"]][name] == expected
    if applied.edit:
        journal.undo_edit(edit=applied.edit, by=rini)
    assert writing.matrix_workbook(plan) == before


def test_every_demo_plan_goes_to_excel_and_back_without_a_difference(on_day):
    on_day("2026-11-24")
    call_command("seed_facts", stdout=StringIO())
    history.seed(with_evidence=False)
    plans = list(ActionPlan.objects.for_list())
    assert len(plans) >= 8
    for plan in plans:
        ActionPlan.objects.filter(pk=plan.pk).update(state="draf")
        plan.state = "draf"
        staff = User.objects.filter(agency=plan.replication.agency_id, role="staf").first()
        preview = books.uploaded(plan, staff, writing.matrix_workbook(plan))
        assert books.counts(preview.result) == {"tetap": plan.milestones.count()}, plan
        assert preview.result["skipped"] == []


def test_the_same_content_gives_the_same_bytes(draft_plan, on_day):
    first = writing.matrix_workbook(draft_plan)
    on_day("2026-12-30")
    again = ActionPlan.objects.for_list().get(pk=draft_plan.pk)
    assert writing.matrix_workbook(again) == first
    again.milestones.filter(number=1).update(weight=Decimal("1.25"))
    assert writing.matrix_workbook(again) != first


def test_texts_are_written_as_texts_and_never_as_formulas(draft_plan):
    awkward = ["=1+1", "+62", "-foto", "@rini", "https://contoh.go.id", "0123"]
    row = draft_plan.milestones.get(number=1)
    for name, text in zip(
        ("activity", "output", "indicator", "unit", "person_in_charge", "remark"),
        awkward,
        strict=True,
    ):
        setattr(row, name, text)
    row.save()
    book = books.downloaded(draft_plan)
    for name in ("activity", "output", "indicator", "unit", "person_in_charge", "remark"):
        cell = book.cell(0, name)
        assert (cell.data_type, cell.hyperlink) == ("s", None), name
        assert cell.number_format == "@"
    assert [book.cell(0, "activity").value, book.cell(0, "unit").value] == ["=1+1", "@rini"]


def test_what_looks_like_an_escape_of_excel_comes_back_as_it_was(draft_plan, rini):
    # Not among the random texts: openpyxl, which changes the cells there, forgets to escape it.
    draft_plan.milestones.filter(number=1).update(activity="_x0041_ dan _x005F_")
    preview = books.uploaded(draft_plan, rini, writing.matrix_workbook(draft_plan))
    assert books.counts(preview.result) == {"tetap": 3}


def test_rows_are_open_and_heads_are_locked(draft_plan):
    book = books.downloaded(draft_plan)
    assert book.sheet.protection.sheet
    assert not book.sheet.protection.password
    assert not book.sheet.protection.insertRows
    assert not book.sheet.protection.deleteRows
    spare = draft_plan.milestones.count()
    for row in (0, spare):
        for at in range(1, book.key + 1):
            assert not book.sheet.cell(book.first + row, at).protection.locked
    assert book.sheet.cell(book.first - 1, 1).protection.locked
    assert book.sheet.column_dimensions["U"].hidden
    assert book.book["_portal"].sheet_state == "veryHidden"
    assert book.sheet.print_area.endswith(f"$T${book.first + spare + writing.SPARE_ROWS}")


def test_dates_and_figures_are_real_ones_and_the_sums_are_formulas(draft_plan):
    book = books.downloaded(draft_plan)
    row = draft_plan.milestones.get(number=1)
    assert book.cell(0, "start").value.date() == row.start
    assert book.cell(0, "ceiling").value == 10_000_000
    total = draft_plan.milestones.count() + writing.SPARE_ROWS
    assert book.cell(total, "weight").value.startswith("=SUM(H")
    stages = next(v for v in book.sheet.data_validations.dataValidation if v.type == "list")
    assert "Monitoring dan evaluasi" in stages.formula1


def test_five_thousand_keys_do_not_fit_into_one_cell_and_come_back_all_the_same(draft_plan):
    row = snapshots.taken(draft_plan.milestones.all())[0]
    rows = [{**row, "id": 900_000 + n, "number": n} for n in range(1, 5001)]
    content = writing.written(draft_plan.pk, 2026, ["Judul"], rows)
    meta = imports.reading.read(books.as_file(content)).meta
    assert meta["keys"] == [900_000 + n for n in range(1, 5001)]
    assert len(meta["prints"]) == 5000
    assert meta["plan"] == draft_plan.pk


def test_an_approved_version_is_written_as_it_was_approved(plan, rini, sibakul):
    approved = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(agency=sibakul.agency),
        milestones=2,
        approved=True,
    )
    version = approved.versions.get()
    approved.milestones.filter(number=1).update(activity="Lain sekali")
    sheet = books.opened(writing.matrix_workbook(approved, version)).worksheets[0]
    texts = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Kegiatan 1" in texts
    assert "Lain sekali" not in texts
    assert any(str(text).startswith("Versi 1, disetujui") for text in texts)


def test_days_outside_the_year_are_warned_of_and_not_forbidden(draft_plan):
    book = books.downloaded(draft_plan)
    rule = next(v for v in book.sheet.data_validations.dataValidation if v.type == "date")
    assert rule.errorStyle == "warning"
    first = date(1899, 12, 30) + timedelta(days=int(rule.formula1))
    assert first == date(2026, 1, 1)
