"""Templates through the browser's eyes: the list, the rows, copying, deleting."""

import pytest
from django.urls import reverse

from actionplans.models import PlanTemplate

pytestmark = pytest.mark.django_db
LIST, NEW = "/templat/", "/templat/baru/"


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")


@pytest.fixture
def template():
    return PlanTemplate.objects.get()


@pytest.fixture
def place(template):
    return reverse("template_edit", args=[template.pk])


def filled(answer, **changes):
    """What the browser would send of a page's form, with `changes`."""
    form, table = answer.context["form"], answer.context["table"]
    data = {name: form[name].value() for name in ("name", "description", "seen")}
    if form["is_active"].value():
        data["is_active"] = "on"
    data[table.COUNT] = len(table.forms)
    for row in table.forms:
        for name in row.fields:
            data[row.add_prefix(name)] = row.fields[name].prepare_value(row[name].value())
    data = {name: "" if value is None else str(value) for name, value in data.items()}
    return data | changes


def activities(template):
    return [row.activity for row in template.rows.order_by("stage", "position")]


def test_the_list_says_what_each_is_for_and_leads_to_it(as_user, lia, template, place):
    text = as_user(lia).get(LIST).content.decode()
    assert template.name in text
    assert template.description in text
    assert place in text
    assert f"{NEW}?dari={template.pk}" in text


def test_the_list_asks_no_more_for_more_templates(as_user, lia, queries):
    client = as_user(lia)

    def grow(number):
        for _ in range(number):
            made = PlanTemplate.objects.create(name=f"Templat {PlanTemplate.objects.count()}")
            made.rows.create(stage="1-persiapan", activity="Satu")

    grow(1)
    few = queries(client, LIST)
    grow(5)
    assert queries(client, LIST) == few


def test_litbang_finds_the_templates_from_the_list_of_plans_and_agencies_do_not(
    as_user, lia, admin, rini
):
    for keeper in (lia, admin):
        assert f'href="{LIST}"' in as_user(keeper).get("/rencana/").content.decode()
    assert f'href="{LIST}"' not in as_user(rini).get("/rencana/").content.decode()


def test_cells_are_changed_and_a_saved_template_is_what_plans_begin_with(
    as_user, lia, rini, sibakul, template, place
):
    client = as_user(lia)
    data = filled(
        client.get(place),
        **{
            "baris-0-weight": "12,5",
            "baris-0-target": "1.000",
            "baris-0-indicator": "SK terbit",
            "baris-0-start_month": "2",
            "baris-0-due_month": "3",
            "baris-0-evidence_expected": "SK bernomor",
        },
    )
    assert client.post(place, data).url == LIST
    as_user(rini).post("/rencana/baru/", {"replication": sibakul.pk, "fiscal_year": 2027})
    row = sibakul.plans.get().milestones.get(number=1)
    assert (row.weight, row.target, row.indicator) == (12.5, 1000, "SK terbit")
    assert (f"{row.start}", f"{row.due}") == ("2027-02-01", "2027-03-31")


def test_rows_are_added_moved_and_dropped_without_javascript(as_user, lia, template, place):
    client = as_user(lia)
    data = filled(client.get(place), **{"baris-0-activity": "Diketik, belum disimpan"})

    answer = client.post(place, data | {"aksi": "turun:0"})
    assert answer.status_code == 422
    assert "Belum tersimpan" not in answer.content.decode()
    answer = client.post(place, filled(answer) | {"aksi": "tambah:2-pelaksanaan"})
    answer = client.post(place, filled(answer) | {"aksi": "buang:7"})
    assert activities(template)[0] == "Pembentukan SK tim replikasi"  # nothing is saved yet

    client.post(place, filled(answer, **{"baris-6-activity": "Uji banding"}))
    assert activities(template) == [
        "Komunikasi dengan instansi asal",
        "Diketik, belum disimpan",
        "Penyusunan desain adaptasi",
        "Sosialisasi internal",
        "Penguatan SDM, proses dan sarana",
        "Uji coba",
        "Uji banding",
        "Evaluasi triwulanan",
    ]


def test_with_javascript_the_rows_come_back_alone(as_user, lia, place):
    client = as_user(lia)
    data = filled(client.get(place), aksi="tambah:1-persiapan")
    answer = client.post(place, data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "autofocus" in answer.content.decode()


@pytest.mark.parametrize("action", ["naik:0", "turun:2", "naik:99", "buang:x", "tambah:9", "lain"])
def test_what_a_row_cannot_do_changes_nothing(as_user, lia, place, action):
    client = as_user(lia)
    before = filled(client.get(place))
    assert filled(client.post(place, before | {"aksi": action})) == before


def test_a_row_that_changes_its_stage_moves_there(as_user, lia, template, place):
    client = as_user(lia)
    client.post(place, filled(client.get(place), **{"baris-0-stage": "3-monev"}))
    assert activities(template)[-1] == "Evaluasi triwulanan"
    assert activities(template)[-3] == "Pembentukan SK tim replikasi"


def test_blank_rows_are_left_out(as_user, lia):
    client = as_user(lia)
    data = filled(client.get(NEW), name="Singkat", **{"baris-1-activity": "Satu saja"})
    assert client.post(NEW, data).status_code == 302
    assert activities(PlanTemplate.objects.get(name="Singkat")) == ["Satu saja"]


def test_errors_stand_beside_their_fields_and_what_was_typed_stays(as_user, lia, template, place):
    client = as_user(lia)
    answer = client.post(
        place,
        filled(
            client.get(place),
            name="",
            **{
                "baris-0-start_month": "6",
                "baris-0-due_month": "2",
                "baris-1-weight": "101",
                "baris-2-activity": "",
                "baris-3-target": "banyak",
                "baris-3-output": "Tetap di sini",
            },
        ),
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    for sentence in (
        "Bulan selesai tidak boleh sebelum bulan mulai.",
        "Isi dengan angka dari 0 sampai 100",
        "“banyak” bukan angka",
        'value="Tetap di sini"',
        'value="banyak"',
    ):
        assert sentence in text
    table = answer.context["table"]
    assert [list(form.errors) for form in table.forms[:4]] == [
        *(["due_month"], ["weight"], ["activity"], ["target"]),
    ]
    assert answer.context["form"].errors["name"]
    assert [form.is_open for form in table.forms] == [True] * 4 + [False] * 4
    template.refresh_from_db()
    assert template.revision == 0


def test_a_template_without_rows_is_refused(as_user, lia):
    client = as_user(lia)
    answer = client.post(NEW, filled(client.get(NEW), name="Kosong"))
    assert answer.status_code == 422
    assert "Isi paling sedikit satu baris." in answer.content.decode()


def test_the_second_of_two_savers_is_told_what_changed(as_user, lia, admin, template, place):
    first, second = as_user(admin), as_user(lia)
    opened = filled(second.get(place))
    first.post(place, filled(first.get(place), **{"baris-0-output": "SK bupati"}))

    answer = second.post(place, opened | {"name": "Nama dari Lia"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Admin Portal sudah menyimpan perubahan" in text
    assert "Baris yang diubahnya: Pembentukan SK tim replikasi." in text
    assert 'value="Nama dari Lia"' in text
    template.refresh_from_db()
    assert template.name != "Nama dari Lia"
    # Knowing that, the next attempt is made on purpose.
    assert second.post(place, filled(answer)).status_code == 302


def test_a_copy_is_made_when_it_is_saved_and_once(as_user, lia, template):
    client = as_user(lia)
    address = f"{NEW}?dari={template.pk}"
    data = filled(client.get(address))
    assert PlanTemplate.objects.count() == 1
    assert data["name"] == f"Salinan {template.name}"
    for _ in range(2):
        assert client.post(address, data).url == LIST
    copy = PlanTemplate.objects.exclude(pk=template.pk).get()
    assert activities(copy) == activities(template)
    assert set(copy.rows.values_list("pk")).isdisjoint(template.rows.values_list("pk"))


def test_a_plan_becomes_a_template_without_its_people_and_money(as_user, lia, plan):
    client = as_user(lia)
    opened = client.get(NEW, {"rencana": plan.pk})
    data = filled(opened)
    assert "Kepala Bidang UKM" not in opened.content.decode()
    client.post(NEW, data)
    made = PlanTemplate.objects.get(name=f"Seperti {plan.replication.title} 2026")
    assert activities(made) == [row.activity for row in plan.milestones.order_by("number")]
    assert made.rows.first().start_month == 1


def test_a_plan_outside_the_officers_region_is_not_shown_as_a_template(as_user, joko, plan):
    assert as_user(joko).get(NEW, {"rencana": plan.pk}).status_code == 404
    assert as_user(joko).get(NEW, {"dari": "bukan-nomor"}).status_code == 404


def test_a_plan_with_too_many_rows_is_no_template(as_user, lia, plan, monkeypatch):
    monkeypatch.setattr("actionplans.services.templates.MOST_ROWS", 2)
    answer = as_user(lia).get(NEW, {"rencana": plan.pk}, follow=True)
    assert "paling banyak memuat 2 baris" in answer.content.decode()


def test_deleting_is_asked_about_and_the_last_one_stays(as_user, lia, template):
    client = as_user(lia)
    address = reverse("template_delete", args=[template.pk])
    assert (
        "Rencana yang sudah dibuat darinya tidak berubah." in client.get(address).content.decode()
    )
    answer = client.post(address, follow=True)
    assert "Paling sedikit satu templat harus ditawarkan." in answer.content.decode()

    another = PlanTemplate.objects.create(name="Lain")
    client.post(reverse("template_delete", args=[another.pk]))
    assert list(PlanTemplate.objects.all()) == [template]


@pytest.mark.parametrize("name", ["rini", "pak_kadis", "dr_budi", "ibu_sekda"])
def test_the_others_have_no_business_with_templates(request, as_user, name, place):
    client = as_user(request.getfixturevalue(name))
    for address in (LIST, NEW, place):
        assert client.get(address).status_code == 403


def test_plans_that_are_there_do_not_change_with_their_template(as_user, lia, rini, sibakul, place):
    as_user(rini).post("/rencana/baru/", {"replication": sibakul.pk, "fiscal_year": 2027})
    client = as_user(lia)
    client.post(place, filled(client.get(place), **{"baris-0-activity": "Lain"}))
    assert not sibakul.plans.get().milestones.filter(activity="Lain").exists()


def test_the_admin_site_edits_templates_as_well_but_deletes_none(as_user, admin, template):
    client = as_user(admin)
    address = reverse("admin:actionplans_plantemplate_change", args=[template.pk])
    assert client.get(address).status_code == 200
    assert client.get(reverse("admin:actionplans_plantemplate_history", args=[template.pk]))
    delete = reverse("admin:actionplans_plantemplate_delete", args=[template.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
