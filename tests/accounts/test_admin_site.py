"""The admin site: who gets in, what is there, what is not, and that nothing has a back door."""

import pytest
from django.contrib import admin as django_admin
from django.urls import reverse

from actionplans.models import ActionPlan, Comment, Evidence, ReportingPeriod
from innovations.models import Replication
from replikasi.accounts.models import User
from tests.factories import (
    ActionPlanFactory,
    InnovationFactory,
    OutcomeValueFactory,
    ReplicationFactory,
    ReportFactory,
    UserFactory,
    period,
)

pytestmark = pytest.mark.django_db

REFERENCE = {
    "accounts.User",
    "actionplans.OffDay",
    "actionplans.PlanTemplate",
    "actionplans.ReportingPeriod",
    "innovations.Agency",
    "innovations.Commitment",
    "innovations.Innovation",
    "innovations.InnovationElement",
    "innovations.InnovationSource",
    "innovations.OriginContact",
    "innovations.OutcomeValue",
    "innovations.Region",
    "innovations.Replication",
}
# One row, which is changed.
RULES = {"actionplans.ReportingRules"}
LOOKED_AT = {
    "actionplans.ActionPlan",
    "actionplans.DueMove",
    "actionplans.Milestone",
    "actionplans.Obstacle",
    "actionplans.PeriodStanding",
    "actionplans.PlanVersion",
    "actionplans.ProgressUpdate",
    "actionplans.Report",
    "actionplans.ReportLine",
    "actionplans.Verification",
}


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def registered():
    return {model._meta.label: model for model in django_admin.site._registry}


def test_only_these_models_are_there():
    assert set(registered()) == REFERENCE | RULES | LOOKED_AT
    assert Comment not in django_admin.site._registry
    assert Evidence not in django_admin.site._registry


@pytest.mark.parametrize("name", ["rini", "pak_kadis", "dr_budi", "ibu_sekda"])
def test_the_other_roles_stay_out(request, as_user, name):
    client = as_user(request.getfixturevalue(name))

    assert client.get("/admin/").status_code == 302
    assert client.get(url(Replication, "changelist")).status_code == 302


def test_the_index_shows_what_the_rules_give(as_user, admin, lia):
    everything = as_user(admin).get("/admin/").content.decode()
    for label in REFERENCE | LOOKED_AT:
        assert f'href="{url(registered()[label], "changelist")}"' in everything

    litbang = as_user(lia).get("/admin/").content.decode()
    assert url(Replication, "changelist") in litbang
    assert url(ReportingPeriod, "changelist") in litbang
    assert url(User, "changelist") not in litbang
    assert url(ActionPlan, "changelist") not in litbang
    assert as_user(lia).get(url(User, "changelist")).status_code == 403
    assert as_user(lia).get(url(ActionPlan, "changelist")).status_code == 403


def everything_there(plan):
    """A row of each registered model."""
    OutcomeValueFactory(outcome__replication=plan.replication)
    ReportFactory(plan=plan, verified=True)
    return {label: model.objects.order_by("pk").first() for label, model in registered().items()}


def test_every_page_opens(as_user, admin, plan, lia):
    client = as_user(admin)
    for label, row in everything_there(plan).items():
        model = registered()[label]
        if row is None:  # no obstacle, no commitment
            assert client.get(url(model, "changelist")).status_code == 200
            continue
        for page in (
            url(model, "changelist"),
            url(model, "changelist") + "?q=a",
            url(model, "change", row.pk),
            url(model, "history", row.pk),
        ):
            assert client.get(page).status_code == 200, page
        if hasattr(model, "history"):
            version = row.history.first()
            if version is None:  # made by a migration
                continue
            page = url(model, "simple_history", row.pk, version.pk)
            assert client.get(page).status_code == 200, page
        if label in REFERENCE:
            for page in ("add", "import", "export"):
                assert client.get(url(model, page)).status_code == 200, page


def test_the_workflow_cannot_be_moved(as_user, admin, plan, lia):
    client = as_user(admin)
    rows = everything_there(plan)
    for label in LOOKED_AT:
        model, row = registered()[label], rows[label]
        assert client.get(url(model, "add")).status_code == 403
        assert client.post(url(model, "add"), {}).status_code == 403
        if row is None:
            continue
        before = model.objects.values().get(pk=row.pk)
        change, delete = url(model, "change", row.pk), url(model, "delete", row.pk)
        assert client.post(change, {"state": "selesai", "percent": "1"}).status_code == 403
        assert client.post(delete, {"post": "yes"}).status_code == 403
        client.post(
            url(model, "changelist"),
            {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"},
        )
        assert model.objects.values().get(pk=row.pk) == before
        assert not hasattr(django_admin.site._registry[model], "resource_classes")


def test_history_does_not_revert(as_user, admin, plan):
    before = plan.history.last()
    plan_url = url(ActionPlan, "simple_history", plan.pk, before.pk)
    replication = plan.replication
    version = replication.history.first()
    replication.note = "Catatan baru"
    replication.save()
    replication_url = url(Replication, "simple_history", replication.pk, version.pk)
    client = as_user(admin)

    assert client.post(plan_url, {"fiscal_year": 2026}).status_code == 403
    assert client.post(replication_url, {"note": ""}).status_code == 403
    assert "Revert" not in client.get(replication_url).content.decode()
    assert Replication.objects.get(pk=replication.pk).note == "Catatan baru"
    assert ActionPlan.objects.get(pk=plan.pk).state == "disetujui"


def test_history_is_told_in_words(as_user, admin, plan):
    page = as_user(admin).get(url(ActionPlan, "history", plan.pk)).content.decode()

    assert "Draf → Menunggu persetujuan" in page
    assert "None" not in page.split('id="change-history"')[1].split("</table>")[0]


def test_litbang_reaches_no_further_than_the_own_region(as_user, joko, sibakul, lia):
    history = sibakul.history.first()
    pages = [
        url(Replication, "change", sibakul.pk),
        url(Replication, "history", sibakul.pk),
        url(Replication, "simple_history", sibakul.pk, history.pk),
        url(Replication, "delete", sibakul.pk),
    ]
    for page in pages:
        assert as_user(joko).get(page).status_code in (302, 404), page
        assert as_user(lia).get(page).status_code == 200, page
    assert "SiBakul" not in as_user(joko).get(url(Replication, "changelist")).content.decode()


def test_litbang_adds_a_replication_for_an_agency_of_the_own_region_only(
    as_user, lia, dinkop, joko
):
    innovation = InnovationFactory()
    asked = {
        "innovation": innovation.pk,
        "agency": dinkop.pk,
        "programme_year": 2026,
        "status": "berjalan",
        "outcomes-TOTAL_FORMS": 0,
        "outcomes-INITIAL_FORMS": 0,
    }
    as_user(joko).post(url(Replication, "add"), asked)
    assert not Replication.objects.exists()

    as_user(lia).post(url(Replication, "add"), asked)
    assert Replication.objects.get().agency == dinkop


def test_a_replication_with_plans_keeps_its_agency_and_year(as_user, admin, plan, distan):
    page = url(Replication, "change", plan.replication.pk)
    fields = as_user(admin).get(page).context["adminform"].form.fields
    assert not {"innovation", "agency", "programme_year"} & set(fields)

    other = ReplicationFactory(agency=distan)
    fields = as_user(admin).get(url(Replication, "change", other.pk)).context["adminform"].form
    assert {"innovation", "agency", "programme_year"} <= set(fields.fields)


def test_a_period_with_standings_cannot_be_deleted(as_user, admin, plan):
    first = period(1)
    as_user(admin).post(url(ReportingPeriod, "delete", first.pk), {"post": "yes"})

    assert ReportingPeriod.objects.filter(pk=first.pk).exists()


# -- people ---------------------------------------------------------------------------------------


def person_fields(user, **changes):
    return {
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "position": user.position,
        "nip": user.nip,
        "role": user.role,
        "agency": user.agency_id or "",
        "region": user.region_id or "",
        "may_send": "on" if user.may_send else "",
        "is_active": "on" if user.is_active else "",
    } | changes


def test_a_person_is_added_without_a_password(as_user, admin, dinkop):
    page = as_user(admin).post(
        url(User, "add"),
        {
            "username": "sari",
            "name": "Sari",
            "email": "sari@contoh.test",
            "role": "staf",
            "agency": dinkop.pk,
            "is_active": "on",
        },
        follow=True,
    )
    sari = User.objects.get(username="sari")

    assert not sari.has_usable_password()
    assert "Lupa kata sandi" in page.content.decode()
    assert sari.history.first().history_user == admin
    assert (
        "password"
        not in as_user(admin).get(url(User, "change", sari.pk)).context["adminform"].form.fields
    )


def test_a_wrong_scope_is_told_in_indonesian(as_user, admin, rini):
    page = as_user(admin).post(url(User, "change", rini.pk), person_fields(rini, agency=""))

    assert "Peran ini harus punya instansi." in page.content.decode()


def test_admins_do_not_lock_themselves_out(as_user, admin):
    client = as_user(admin)
    for change in ({"role": "pimpinan"}, {"is_active": ""}):
        page = client.post(url(User, "change", admin.pk), person_fields(admin, **change))
        assert "akun sendiri tidak dapat diubah" in page.content.decode()
    assert User.objects.get(pk=admin.pk).role == "admin"


def test_a_deactivated_person_is_out_at_once(as_user, admin, rini):
    hers = as_user(rini)
    as_user(admin).post(url(User, "change", rini.pk), person_fields(rini, is_active=""))

    assert hers.get("/akun/").status_code == 302


def test_people_are_never_deleted(as_user, admin, rini):
    client = as_user(admin)
    assert client.post(url(User, "delete", rini.pk), {"post": "yes"}).status_code == 403

    assert User.objects.filter(pk=rini.pk).exists()


def test_passwords_are_changed_in_the_portal(as_user, admin):
    client = as_user(admin)

    assert client.get("/admin/password_change/").url == reverse("account_change_password")
    assert client.post("/admin/logout/").url == reverse("front")
    assert client.get("/admin/").status_code == 302


def test_lists_ask_no_more_queries_for_more_rows(
    as_user, admin, plan, django_assert_max_num_queries
):
    client = as_user(admin)

    def queries():
        counts = {}
        for label, model in registered().items():
            with django_assert_max_num_queries(40) as captured:
                client.get(url(model, "changelist"))
            counts[label] = len(captured)
        return counts

    ReportFactory(plan=plan, verified=True)
    client.get("/admin/")
    few = queries()
    for _ in range(3):
        other = ActionPlanFactory(milestones=2, approved=True)
        ReportFactory(plan=other, verified=True)
        OutcomeValueFactory(outcome__replication=other.replication)
    UserFactory.create_batch(5)
    many = queries()

    grown = {label: (few[label], many[label]) for label in few if many[label] > few[label] + 1}
    assert grown == {}
