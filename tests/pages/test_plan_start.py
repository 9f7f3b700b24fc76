"""Starting a plan through the browser: what is offered, what is refused, what comes of it."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans.models import ActionPlan, PlanImport, PlanTemplate
from actionplans.workbooks.writing import matrix_workbook
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/rencana/baru/"


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")


@pytest.fixture
def elsewhere(sibakul):
    """An approved plan of another region's agency for the same innovation."""
    return factories.ActionPlanFactory(
        replication__innovation=sibakul.innovation,
        replication__agency__name="Dinas Koperasi Bangka Selatan",
        replication__agency__region__code="19.03",
        fiscal_year=2025,
        milestones=2,
        approved=True,
    )


def sent(replication, year=2027, **values):
    return {"replication": replication.pk, "fiscal_year": year, "key": str(uuid4()), **values}


def offered(client, **query):
    return client.get(ADDRESS, query).context["form"]


def begins(form):
    return [value for value, _ in form.fields["begin"].choices]


def years(form):
    return [year for year, _ in form.fields["fiscal_year"].choices]


# -- what is offered ----------------------------------------------------------------------------


def test_the_only_replication_the_next_free_year_and_the_template_are_chosen(
    as_user, rini, sibakul
):
    form = offered(as_user(rini))
    assert form["replication"].value() == sibakul.pk
    assert form["fiscal_year"].value() == 2027
    assert form["begin"].value() == "templat"
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2027)
    assert offered(as_user(rini))["fiscal_year"].value() == 2026


@pytest.mark.parametrize(
    ("day", "taken", "chosen"),
    [
        ("2026-02-10", [], 2026),
        ("2026-02-10", [2026], 2027),
        ("2026-02-10", [2026, 2027], 2025),
        ("2026-09-30", [], 2026),
        ("2026-10-01", [], 2027),
        ("2026-10-01", [2027], 2026),
    ],
)
def test_the_year_that_is_chosen_is_free_and_from_october_on_the_next(
    as_user, rini, sibakul, on_day, day, taken, chosen
):
    on_day(day)
    for year in taken:
        factories.ActionPlanFactory(replication=sibakul, fiscal_year=year, milestones=1)
    client = as_user(rini)
    assert offered(client)["fiscal_year"].value() == chosen
    for year in taken:
        assert offered(client, tahun=year)["fiscal_year"].value() == chosen


def test_a_replication_with_a_free_year_is_chosen_first(as_user, rini, sibakul):
    another = factories.ReplicationFactory(agency=rini.agency)
    first, second = list(offered(as_user(rini)).own.values())
    assert {first, second} == {sibakul, another}
    assert offered(as_user(rini))["replication"].value() == first.pk
    for year in (2026, 2027):
        factories.ActionPlanFactory(replication=first, fiscal_year=year)
    page = as_user(rini).get(ADDRESS)
    assert page.context["form"]["replication"].value() == second.pk
    # Without JavaScript the other one is a link away.
    assert f'href="?replikasi={first.pk}"' in page.content.decode()


def test_with_every_year_taken_there_is_no_button_but_the_plans(as_user, rini, sibakul):
    made = [factories.ActionPlanFactory(replication=sibakul, fiscal_year=y) for y in (2026, 2027)]
    text = as_user(rini).get(ADDRESS).content.decode()
    assert "Semua tahun yang dapat disusun sudah punya rencana" in text
    assert "Buat rencana" not in text
    for plan in made:
        assert f'href="{reverse("plan", args=[plan.pk])}"' in text


def test_the_own_plan_that_is_offered_is_of_a_year_before_the_chosen_one(as_user, rini, sibakul):
    for year in (2022, 2026):
        factories.ActionPlanFactory(replication=sibakul, fiscal_year=year, milestones=1)
    client = as_user(rini)
    assert "Rencana 2026 replikasi ini" in client.get(ADDRESS).content.decode()
    # A year that is taken is not the one that stands in the form.
    text = client.get(ADDRESS, {"tahun": 2026}).content.decode()
    assert "Rencana 2026 replikasi ini" in text
    assert "Rencana 2022 replikasi ini" not in text


def test_what_may_be_begun_with_follows_the_replication(as_user, rini, sibakul, elsewhere):
    another = factories.ReplicationFactory(agency=rini.agency)
    client = as_user(rini)
    assert begins(offered(client, replication=another.pk)) == ["templat", "buku-kerja", "kosong"]
    assert begins(offered(client, replication=sibakul.pk)) == [
        *("templat", "opd-lain", "buku-kerja", "kosong"),
    ]
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025, milestones=1)
    text = client.get(ADDRESS, {"replikasi": sibakul.pk}).content.decode()
    assert "Rencana 2025 replikasi ini" in text
    assert "Dinas Koperasi Bangka Selatan" in text
    # Sent without a choice, everything that any of them offers stands there.
    form = client.post(ADDRESS, {}).context["form"]
    assert begins(form) == ["templat", "tahun-lalu", "opd-lain", "buku-kerja", "kosong"]


def test_last_year_is_offered_early_in_the_year_only_and_only_without_a_plan(
    as_user, rini, sibakul, on_day
):
    client = as_user(rini)
    assert years(offered(client)) == [2027, 2026]
    on_day("2026-02-10")
    assert years(offered(client)) == [2027, 2026, 2025]
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025)
    assert years(offered(client)) == [2027, 2026]


def test_a_year_that_has_its_plan_says_so_and_cannot_be_chosen(as_user, rini, sibakul):
    plan = factories.ActionPlanFactory(replication=sibakul)
    text = as_user(rini).get(ADDRESS).content.decode()
    assert '<option value="2026" disabled>2026 (rencananya sudah ada)</option>' in text
    assert f'href="{reverse("plan", args=[plan.pk])}">Buka rencananya' in text


def test_only_templates_that_are_offered_can_be_chosen(as_user, rini, sibakul):
    hidden = PlanTemplate.objects.create(name="Disimpan dulu", is_active=False)
    second = PlanTemplate.objects.create(name="Singkat")
    second.rows.create(stage="1-persiapan", activity="Satu saja")
    client = as_user(rini)
    text = client.get(ADDRESS).content.decode()
    assert "Singkat" in text
    assert "Disimpan dulu" not in text

    refused = client.post(ADDRESS, sent(sibakul, begin="templat", template=hidden.pk))
    assert refused.status_code == 422
    client.post(ADDRESS, sent(sibakul, begin="templat", template=second.pk))
    assert [row.activity for row in ActionPlan.objects.get().milestones.all()] == ["Satu saja"]


def test_the_form_asks_no_more_for_more_plans_elsewhere(as_user, rini, sibakul, queries):
    client = as_user(rini)

    def grow(number):
        for _ in range(number):
            factories.ActionPlanFactory(
                replication__innovation=sibakul.innovation, milestones=1, approved=True
            )

    grow(1)
    few = queries(client, ADDRESS)
    grow(4)
    assert queries(client, ADDRESS) == few


# -- what comes of it ---------------------------------------------------------------------------


def test_a_new_plan_starts_from_the_template_of_three_stages(as_user, rini, sibakul):
    page = as_user(rini).post(
        ADDRESS, {"replication": sibakul.pk, "fiscal_year": 2027}, follow=True
    )
    plan = ActionPlan.objects.get(fiscal_year=2027)
    assert page.redirect_chain == [(reverse("plan", args=[plan.pk]), 302)]
    assert plan.milestones.count() == 8
    assert set(plan.milestones.values_list("stage", flat=True)) == {
        "1-persiapan",
        "2-pelaksanaan",
        "3-monev",
    }
    assert "Monitoring dan evaluasi" in page.content.decode()


def test_a_new_plan_starts_from_the_own_plan_of_the_year_before(as_user, rini, sibakul):
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2024, milestones=3)
    as_user(rini).post(ADDRESS, sent(sibakul, begin="tahun-lalu"))
    row = ActionPlan.objects.get(fiscal_year=2027).milestones.get(number=1)
    assert row.start.isoformat() == "2027-01-06"
    assert row.person_in_charge == "Kepala Bidang UKM"


def test_a_new_plan_starts_from_a_plan_elsewhere_without_its_people(
    as_user, rini, sibakul, elsewhere
):
    as_user(rini).post(ADDRESS, sent(sibakul, begin="opd-lain", plan=elsewhere.pk))
    row = ActionPlan.objects.get(fiscal_year=2027).milestones.get(number=1)
    assert (row.activity, row.person_in_charge, row.ceiling) == ("Kegiatan 1", "", 0)


def test_a_new_plan_may_be_empty(as_user, rini, sibakul):
    as_user(rini).post(ADDRESS, sent(sibakul, begin="kosong"))
    assert not ActionPlan.objects.get().milestones.exists()


# -- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["unapproved", "other innovation", "own", "none"])
def test_guessing_a_plan_gives_the_same_refusal_and_tells_nothing(
    as_user, rini, sibakul, elsewhere, kind
):
    secret = {"replication__agency__name": "Dinas Rahasia", "milestones": 1}
    innovation = {"replication__innovation": sibakul.innovation}
    guessed = {
        "unapproved": lambda: factories.ActionPlanFactory(**secret, **innovation, submitted=True),
        "other innovation": lambda: factories.ActionPlanFactory(**secret, approved=True),
        "own": lambda: factories.ActionPlanFactory(replication=sibakul, milestones=1),
        "none": lambda: ActionPlan(pk=987_654),
    }[kind]()
    before = ActionPlan.objects.count()

    page = as_user(rini).post(ADDRESS, sent(sibakul, begin="opd-lain", plan=guessed.pk))

    text = page.content.decode()
    assert page.status_code == 422
    assert "Pilihan ini tidak tersedia untuk replikasi itu." in text
    assert "Dinas Rahasia" not in text
    assert ActionPlan.objects.count() == before


def test_a_plan_of_another_of_ones_innovations_is_refused_for_this_one(
    as_user, rini, sibakul, elsewhere
):
    another = factories.ReplicationFactory(agency=rini.agency)
    page = as_user(rini).post(ADDRESS, sent(another, begin="opd-lain", plan=elsewhere.pk))
    assert page.status_code == 422
    assert not ActionPlan.objects.filter(replication=another).exists()


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(as_user, rini, sibakul, elsewhere):
    client = as_user(rini)
    page = client.post(ADDRESS, sent(sibakul, begin="opd-lain"))
    assert page.status_code == 422
    assert page.context["form"].errors == {"plan": ["Pilih rencana yang akan disalin."]}
    assert page.context["form"]["begin"].value() == "opd-lain"
    page = client.post(ADDRESS, sent(sibakul, begin="buku-kerja"))
    assert list(page.context["form"].errors) == ["file"]
    page = client.post(ADDRESS, sent(sibakul, year=2031))
    assert list(page.context["form"].errors) == ["fiscal_year"]


def test_a_form_that_says_nothing_or_nonsense_is_refused(as_user, rini, sibakul):
    client = as_user(rini)
    nonsense = {"replication": "x", "fiscal_year": "²", "begin": "y", "plan": "z", "key": "k"}
    for data in ({}, nonsense, sent(sibakul, year="99999999999999999999")):
        assert client.post(ADDRESS, data).status_code == 422
    for query in (nonsense, {"replikasi": "²", "tahun": "x"}, {"replication": "9" * 30}):
        assert client.get(ADDRESS, query).status_code == 200
    assert not ActionPlan.objects.exists()


def test_another_agencys_replication_cannot_be_chosen(as_user, tono, sibakul):
    page = as_user(tono).post(ADDRESS, sent(sibakul))
    assert page.status_code == 422
    assert not ActionPlan.objects.exists()


def test_a_doubled_request_makes_one_plan_and_leads_to_it(as_user, rini, sibakul):
    client, data = as_user(rini), sent(sibakul)
    client.post(ADDRESS, data)
    second = client.post(ADDRESS, data, follow=True)
    plan = ActionPlan.objects.get()
    assert second.redirect_chain == [(reverse("plan", args=[plan.pk]), 302)]
    assert "sudah ada" in second.content.decode()


def test_a_plan_made_meanwhile_is_led_to(as_user, rini, sibakul, monkeypatch):
    """Two requests at once: the second finds the plan when it comes to write its own."""
    from actionplans.forms import NewPlanForm

    rows = NewPlanForm.rows

    def slow(form):
        factories.ActionPlanFactory(replication=sibakul, fiscal_year=2027)
        return rows(form)

    monkeypatch.setattr(NewPlanForm, "rows", slow)
    page = as_user(rini).post(ADDRESS, sent(sibakul))
    assert page.url == reverse("plan", args=[ActionPlan.objects.get().pk])


# -- from a workbook ----------------------------------------------------------------------------


def workbook(content, name="rencana.xlsx"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def book(tono, distan):
    """The bytes of another plan's matrix."""
    plan = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(agency=distan), milestones=3
    )
    return matrix_workbook(plan, None)


def test_a_workbook_makes_an_empty_plan_and_is_previewed(as_user, rini, sibakul, book):
    page = as_user(rini).post(ADDRESS, sent(sibakul, begin="buku-kerja", file=workbook(book)))

    plan = ActionPlan.objects.get(replication=sibakul)
    found = PlanImport.objects.get(plan=plan)
    assert page.url == reverse("import_preview", args=[found.pk])
    assert not plan.milestones.exists()
    assert as_user(rini).get(page.url).status_code == 200


def test_the_same_workbook_sent_twice_is_one_plan_and_one_preview(as_user, rini, sibakul, book):
    client, data = as_user(rini), sent(sibakul, begin="buku-kerja")
    first = client.post(ADDRESS, data | {"file": workbook(book)})
    second = client.post(ADDRESS, data | {"file": workbook(book)})
    assert first.url == second.url
    assert PlanImport.objects.count() == 1


def test_a_workbook_that_cannot_be_read_makes_no_plan(as_user, rini, sibakul):
    for content in (b"", b"PK\x03\x04 bukan buku kerja", b"halo"):
        page = as_user(rini).post(
            ADDRESS, sent(sibakul, begin="buku-kerja", file=workbook(content))
        )
        assert page.status_code == 422
        assert page.context["form"].errors["file"]
    assert not ActionPlan.objects.exists()
    assert not PlanImport.objects.exists()


def test_the_script_of_the_upload_is_told_where_to_go(as_user, rini, sibakul):
    blank = BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Tahap", "Kegiatan", "Keluaran", "Bobot"])
    book.active.append(["Persiapan", "SK tim", "SK", 10])
    book.save(blank)
    page = as_user(rini).post(
        ADDRESS,
        sent(sibakul, begin="buku-kerja", file=workbook(blank.getvalue())),
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert page.json() == {"url": reverse("import_preview", args=[PlanImport.objects.get().pk])}
