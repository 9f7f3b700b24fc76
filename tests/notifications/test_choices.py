"""The page on which each chooses how to be told, and the marks of the list."""

from replikasi.notifications.models import Mode, Notification, Preference
from replikasi.notifications.registry import NOTICES, kinds_of
from tests.notifications.test_notification_pages import LIST, told

PAGE = "/notifikasi/pengaturan/"


def defaults(person):
    return {notice.code: notice.mail for notice in kinds_of(person)}


def test_each_role_sees_what_it_can_get(rini, lia, as_user):
    agency = as_user(rini).get(PAGE).content.decode()
    officer = as_user(lia).get(PAGE).content.decode()

    assert "Laporan dikembalikan" in agency
    assert "Laporan dikembalikan" not in officer
    assert "Laporan dikirim OPD" in officer


def test_a_choice_is_kept_and_shown(rini, as_user):
    client = as_user(rini)

    client.post(PAGE, {**defaults(rini), "report_verified": Mode.WEEKLY})

    row = Preference.objects.get()
    assert (row.user, row.kind, row.mode) == (rini, "report_verified", Mode.WEEKLY)
    assert client.get(PAGE).context["form"]["report_verified"].initial == Mode.WEEKLY


def test_the_default_needs_no_row(rini, as_user):
    Preference.objects.create(user=rini, kind="report_verified", mode=Mode.OFF)

    as_user(rini).post(PAGE, defaults(rini))

    assert not Preference.objects.exists()


def test_all_go_back_to_the_default(rini, pak_kadis, as_user):
    for person in (rini, pak_kadis):
        Preference.objects.create(user=person, kind="report_verified", mode=Mode.OFF)

    as_user(rini).post(f"{PAGE}bawaan/")

    assert [row.user for row in Preference.objects.all()] == [pak_kadis]


def test_a_senseless_mode_is_refused_beside_the_field(rini, as_user):
    response = as_user(rini).post(PAGE, {**defaults(rini), "report_verified": "kadang"})

    assert response.status_code == 422
    assert response.context["form"].errors["report_verified"] == ["Pilih salah satu."]
    assert not Preference.objects.exists()


def test_a_kind_of_another_role_is_not_taken(rini, as_user):
    as_user(rini).post(PAGE, {**defaults(rini), "report_sent": Mode.OFF})

    assert not Preference.objects.filter(kind="report_sent").exists()


def test_what_waits_for_a_digest_follows_the_choice(rini, as_user):
    one = told(rini, kind="report_verified", period="TW I")
    Notification.objects.update(mail=Mode.DAILY)

    as_user(rini).post(PAGE, {**defaults(rini), "report_verified": Mode.OFF})

    one.refresh_from_db()
    assert one.mail == Mode.OFF


def test_a_person_without_an_address_is_told_so(rini, as_user):
    rini.email = ""
    rini.save()

    assert "Alamat surel Anda belum diisi" in as_user(rini).get(PAGE).content.decode()


def test_there_is_a_kind_to_choose(rini):
    assert set(defaults(rini)) < set(NOTICES)


# -- marks -----------------------------------------------------------------------------------------


def mark(client, row, **typed):
    return client.post(f"{LIST}{row.pk}/tanda/", typed)


def test_one_is_marked_without_opening_it(rini, as_user):
    row, other = told(rini), told(rini)

    response = mark(as_user(rini), row, sebagai="dibaca", kembali=f"{LIST}?tampil=belum")

    assert response.headers["Location"] == f"{LIST}?tampil=belum"
    assert list(Notification.objects.unread()) == [other]


def test_one_is_kept_for_later(rini, as_user):
    row = told(rini, read=True)

    mark(as_user(rini), row, sebagai="belum")

    assert list(Notification.objects.unread()) == [row]


def test_marking_leads_nowhere_else(rini, as_user):
    for place in ("https://jahat.test/notifikasi/", "//jahat.test/notifikasi/", "/admin/"):
        response = mark(as_user(rini), told(rini), kembali=place)

        assert response.headers["Location"] == LIST


def test_a_script_gets_the_row_and_the_count(rini, as_user):
    row = told(rini)
    told(rini)

    response = as_user(rini).post(
        f"{LIST}{row.pk}/tanda/", {"sebagai": "dibaca"}, headers={"HX-Request": "true"}
    )

    page = response.content.decode()
    assert f'id="kabar-{row.pk}"' in page
    assert "Notifikasi, 1 belum dibaca" in page


# -- narrowing ------------------------------------------------------------------------------------


def test_the_list_is_narrowed_to_a_kind(rini, as_user):
    told(rini, title="Rencana ini")
    told(rini, kind="report_verified", title="Laporan ini", period="TW I 2026")

    page = as_user(rini).get(f"{LIST}?jenis=report_verified").content.decode()

    assert "Laporan ini" in page
    assert "Rencana ini" not in page


def test_the_bell_shows_the_newest(rini, as_user):
    for number in range(8):
        told(rini, title=f"Kabar {number}")

    page = (
        as_user(rini).get("/notifikasi/terbaru/", headers={"HX-Request": "true"}).content.decode()
    )

    assert "Kabar 7" in page
    assert "Kabar 2" in page
    assert "Kabar 1" not in page


def test_the_bell_without_a_script_leads_to_the_list(rini, as_user):
    response = as_user(rini).get("/notifikasi/terbaru/")

    assert response.headers["Location"] == LIST
