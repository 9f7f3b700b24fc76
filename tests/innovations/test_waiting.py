"""What waits for Litbang beside plans and reports: one list, oldest first, and in Tugas."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplans import tasks
from actionplans.waiting import counts
from innovations import waiting
from innovations.models import Closing, ElementAdaptation, OutcomeValue, SustainCheck
from tests import factories

ADDRESS = "/persetujuan/"


def judged(days, by, state="diajukan", **more):
    """Fields of a Judged row that waits since so many days."""
    at = timezone.now() - timedelta(days=days)
    return {"state": state, "proposed_by": by, "proposed_at": at, **more}


def adaptations(replication, by, count=1, days=3, **more):
    return [
        ElementAdaptation.objects.create(
            replication=replication, element=element, choice="diadopsi", **judged(days, by, **more)
        )
        for element in factories.InnovationElementFactory.create_batch(
            count, innovation=replication.innovation
        )
    ]


@pytest.fixture
def everything(sibakul, rini):
    """Something of each kind that waits, the oldest last."""
    adaptations(sibakul, rini, count=2, days=2)
    value = factories.OutcomeValueFactory(outcome__replication=sibakul, recorded_by=rini)
    OutcomeValue.objects.filter(pk=value.pk).update(
        state="dikirim", recorded_at=timezone.now() - timedelta(days=5)
    )
    Closing.objects.create(replication=sibakul, completed_on=date(2022, 12, 1), **judged(9, rini))
    SustainCheck.objects.create(
        replication=sibakul, months=6, due=date(2023, 6, 1), condition="hidup", **judged(20, rini)
    )


def rows_of(client, query=""):
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return response.context["rows"]


def test_each_kind_stands_there_oldest_first(everything, lia, as_user):
    rows = rows_of(as_user(lia))

    assert [row.what for row in rows] == [
        "1 pemeriksaan keberlanjutan",
        "1 penutupan replikasi",
        "1 nilai hasil",
        "2 penyesuaian unsur",
    ]
    assert [row.days for row in rows] == [20, 9, 5, 2]


def test_each_leads_to_where_it_is_decided(everything, sibakul, lia, as_user):
    for row in rows_of(as_user(lia)):
        assert row.url == reverse(row.kind.page, args=[sibakul.pk])
        assert as_user(lia).get(row.url).status_code == 200


def test_what_is_decided_or_in_draft_does_not_wait(sibakul, rini, lia, as_user):
    adaptations(sibakul, rini, state="draf")
    adaptations(sibakul, rini, state="disepakati", decided_by=lia, decided_at=timezone.now())

    assert rows_of(as_user(lia)) == []
    assert "Semua sudah diputuskan" in as_user(lia).get(ADDRESS).content.decode()


def test_litbang_sees_its_own_region_alone(everything, joko, as_user):
    assert rows_of(as_user(joko)) == []


def test_it_is_narrowed_by_kind_and_words(everything, sibakul, distan, tono, lia, as_user):
    other = factories.ReplicationFactory(agency=distan, innovation__name="Aksi Tali Intan")
    adaptations(other, tono)

    assert [row.key for row in rows_of(as_user(lia), "?jenis=hasil")] == ["hasil"]
    assert [row.replication for row in rows_of(as_user(lia), "?q=tali")] == [other]
    assert len(rows_of(as_user(lia), "?jenis=ngawur")) == 5
    nothing = as_user(lia).get(ADDRESS + "?q=zzz").content.decode()
    assert "Tidak ada yang cocok" in nothing


def test_an_officer_of_the_agency_itself_is_told_that_another_decides(everything, dinkop, as_user):
    own = factories.UserFactory(litbang=True, region__code="19.05", agency=dinkop)

    assert "Verifikator dari instansi lain" in as_user(own).get(ADDRESS).content.decode()


@pytest.mark.parametrize("who", ["rini", "dr_budi", "ibu_sekda", "admin"])
def test_the_list_is_for_litbang(request, who, as_user):
    assert as_user(request.getfixturevalue(who)).get(ADDRESS).status_code == 403


def test_a_long_list_is_paged_with_the_same_queries(lia, bangka_barat, rini, as_user, queries):
    def more(count):
        for _ in range(count):
            adaptations(
                factories.ReplicationFactory(agency=factories.AgencyFactory(region=bangka_barat)),
                rini,
            )

    more(3)
    client = as_user(lia)
    few = queries(client, ADDRESS)
    more(20)

    assert queries(client, ADDRESS) == few
    assert len(rows_of(client)) == 15
    assert len(rows_of(client, "?page=2")) == 8


# -- Tugas ----------------------------------------------------------------------------------------


def titles(user):
    return {task.title: task for task in tasks.tasks_of(user)}


def test_litbang_finds_each_kind_with_its_number_among_the_tasks(
    everything, distan, tono, sibakul, lia
):
    adaptations(factories.ReplicationFactory(agency=distan), tono, count=3)

    found = titles(lia)

    several = found["Putuskan 5 penyesuaian unsur"]
    assert several.url == ADDRESS + "?jenis=unsur"
    assert several.agency == "2 OPD"
    alone = found["Putuskan 1 penutupan replikasi"]
    assert alone.url == reverse("closing", args=[sibakul.pk])
    number = sum(n for kind, n in counts(lia).items() if kind.startswith("judge_"))
    assert number == 8


def test_the_agency_finds_what_came_back(sibakul, rini, lia, tono):
    adaptations(
        sibakul, rini, count=2, state="dikembalikan", return_reason="Kurang", decided_by=lia,
        decided_at=timezone.now(),
    )  # fmt: skip
    value = factories.OutcomeValueFactory(outcome__replication=sibakul, recorded_by=rini)
    OutcomeValue.objects.filter(pk=value.pk).update(state="dikembalikan", reason="Sumbernya?")

    found = titles(rini)

    task = found[f"Perbaiki 2 penyesuaian unsur, {sibakul.title}"]
    assert (task.tone, task.url) == ("bad", reverse("adaptation_record", args=[sibakul.pk]))
    assert f"Perbaiki 1 nilai hasil, {sibakul.title}" in found
    assert not any(title.startswith("Perbaiki") for title in titles(tono))


def test_every_kind_names_a_page_that_there_is(sibakul):
    for key, kind in waiting.KINDS.items():
        assert reverse(kind.page, args=[sibakul.pk]), key
