"""Templates of plans: saved as a whole, kept from two savers, never all withdrawn."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans.models import PlanTemplate, TemplateRow
from actionplans.services import templates
from replikasi.common.locking import Conflict
from tests import factories
from tests.rig.acting import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return PlanTemplate.objects.get()


def row(activity, stage="1-persiapan", **values):
    return {"stage": stage, "activity": activity, "output": "", "indicator": "", "unit": "",
            "target": None, "weight": None, "start_month": None, "due_month": None,
            "evidence_expected": "", **values}  # fmt: skip


def made(lia, name="Templat baru", *rows, **values):
    template = PlanTemplate(name=name, **values)
    return templates.create_template(template=template, rows=rows or [row("Satu")], by=lia)


def activities(template):
    return [found.activity for found in template.rows.order_by("stage", "position")]


def test_only_litbang_and_admin_keep_templates(
    programme, rini, pak_kadis, dr_budi, ibu_sekda, lia, admin
):
    for stranger in (rini, pak_kadis, dr_budi, ibu_sekda):
        with pytest.raises(PermissionDenied):
            made(stranger)
        with pytest.raises(PermissionDenied):
            templates.save_template(template=programme, rows=[row("Satu")], by=stranger)
        with pytest.raises(PermissionDenied):
            templates.delete_template(template=programme, by=stranger)
    assert made(lia, "Dari Lia").pk
    assert made(admin, "Dari admin").pk


def test_rows_are_changed_added_moved_and_taken_away_in_one_step(lia):
    template = made(lia, "Uji", row("Satu"), row("Dua"), row("Tiga", "3-monev"))
    one, two, three = templates.rows_of(template)

    templates.save_template(
        template=template,
        rows=[two | {"weight": Decimal(5)}, one, row("Empat", "2-pelaksanaan")],
        by=lia,
        seen=0,
    )

    template.refresh_from_db()
    assert template.revision == 1
    assert activities(template) == ["Dua", "Satu", "Empat"]
    assert TemplateRow.objects.get(pk=two["pk"]).weight == 5
    assert not TemplateRow.objects.filter(pk=three["pk"]).exists()
    assert TemplateRow.history.filter(id=three["pk"], history_type="-").count() == 1


def test_a_row_of_another_template_is_not_taken_from_it(lia, programme):
    template = made(lia)
    foreign = templates.rows_of(programme)[0]

    templates.save_template(template=template, rows=[foreign], by=lia, seen=0)

    assert programme.rows.count() == 8
    assert TemplateRow.objects.get(pk=foreign["pk"]).template == programme


def test_the_second_of_two_savers_is_told_which_rows_changed(lia, admin):
    template = made(lia, "Uji", row("Satu"), row("Dua"))
    one, _ = templates.rows_of(template)
    with acting(admin):
        templates.save_template(
            template=template, rows=[one | {"unit": "kali"}, row("Baru")], by=admin, seen=0
        )

    with pytest.raises(Conflict) as conflict:
        templates.save_template(template=template, rows=[one], by=lia, seen=0)

    sentence = conflict.value.message
    assert "Admin Portal sudah menyimpan perubahan" in sentence
    assert "Baris yang diubahnya: Satu; Baru; Dua (dihapus)." in sentence
    assert conflict.value.revision == 1
    assert activities(template) == ["Satu", "Baru"]


def test_the_last_offered_template_is_neither_withdrawn_nor_deleted(lia, programme):
    made(lia, "Tidak ditawarkan", is_active=False)
    programme.is_active = False

    with pytest.raises(ValidationError) as refusal:
        templates.save_template(template=programme, rows=[row("Satu")], by=lia, seen=0)
    with pytest.raises(ValidationError, match="Paling sedikit satu templat"):
        templates.delete_template(template=programme, by=lia)
    assert list(refusal.value.message_dict) == ["is_active"]

    made(lia, "Ditawarkan juga")
    templates.delete_template(template=PlanTemplate.objects.get(pk=programme.pk), by=lia)
    assert not PlanTemplate.objects.filter(pk=programme.pk).exists()


def test_deleting_a_template_leaves_plans_alone(lia, rini, sibakul, programme):
    made(lia)
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2)
    templates.delete_template(template=programme, by=lia)
    assert plan.milestones.count() == 2


def test_the_same_sent_twice_makes_one_template_and_another_of_that_name_none(lia):
    first = made(lia, "Uji", row("Satu"), row("Dua"))

    assert made(lia, "Uji", row("Satu"), row("Dua")) == first
    with pytest.raises(ValidationError, match="Sudah ada templat dengan nama ini"):
        made(lia, "Uji", row("Satu"))
    assert PlanTemplate.objects.filter(name="Uji").count() == 1


def test_a_template_has_rows_but_not_too_many(lia):
    with pytest.raises(ValidationError, match="paling sedikit satu baris"):
        templates.create_template(template=PlanTemplate(name="Kosong"), rows=[], by=lia)
    many = [row(f"Kegiatan {number}") for number in range(templates.MOST_ROWS + 1)]
    with pytest.raises(ValidationError, match="paling banyak memuat 80 baris"):
        made(lia, "Penuh", *many)


def test_of_a_plan_only_the_work_becomes_a_template(plan):
    plan.milestones.filter(number=1).update(start="2025-11-03", due="2026-02-14")

    first = templates.rows_of_plan(plan)[0]

    milestone = plan.milestones.get(number=1)
    assert (first["start_month"], first["due_month"]) == (1, 2)
    assert first["evidence_expected"] == milestone.evidence_expected
    assert set(first) == set(templates.ROW_FIELDS)
