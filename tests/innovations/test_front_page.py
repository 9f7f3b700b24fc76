"""The front page: public, and nothing on it but facts."""

from django.core.management import call_command

from tests import factories


def test_visitors_see_what_is_replicated_and_by_whom(client, db):
    call_command("seed_facts", verbosity=0)

    response = client.get("/")

    shown = [
        (row.innovation.name, row.origin, row.agency_name)
        for row in response.context["replications"]
    ]
    assert shown == [
        ("Rajutan SiBakul Jogja", "DI Yogyakarta", "Dinas Koperasi, UKM dan Perindustrian"),
        ("Aksi Tali Intan", "Jawa Barat", "Dinas Pertanian dan Pangan"),
        ("Sip Banget", "Kota Batu, Jawa Timur", "Dinas Pariwisata dan Kebudayaan"),
        (
            "Bersama Jogja Belajar Class",
            "DI Yogyakarta",
            "Dinas Pendidikan, Kepemudaan dan Olahraga",
        ),
    ]
    page = response.content.decode()
    assert "RIPP 2022" in page
    assert "Masuk ke portal" in page


def test_people_who_are_logged_in_go_on_to_their_tasks(rini, as_user):
    page = as_user(rini).get("/").content.decode()

    assert "Buka tugas saya" in page
    assert "Masuk ke portal" not in page


def test_no_plan_and_no_person_is_shown(client, plan, rini):
    page = client.get("/").content.decode()

    assert "Rajutan SiBakul Jogja" in page
    assert rini.name not in page
    assert f"/rencana/{plan.pk}/" not in page


def test_later_programmes_stay_off_it(client, db):
    factories.ReplicationFactory(programme_year=2026, innovation__name="Inovasi baru")

    assert "Inovasi baru" not in client.get("/").content.decode()


def test_it_does_not_ask_more_as_the_programme_grows(client, db, queries):
    factories.ReplicationFactory()
    few = queries(client, "/")

    factories.ReplicationFactory.create_batch(20)

    assert queries(client, "/") == few
