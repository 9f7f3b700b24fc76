"""Remarks through the browser's eyes: in the matrix, on a page, at the return, and answered."""

from uuid import uuid4

import pytest
from django.urls import reverse

from actionplans.models import Comment
from actionplans.services import advice, plans, remarks
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(sibakul, rini, pak_kadis, lia):
    return factories.ActionPlanFactory(replication=sibakul, milestones=3, submitted=True)


@pytest.fixture
def returned(waiting, lia):
    """Returned with remarks on milestones 2 and 3."""
    rows = [(waiting.milestones.get(number=n), f"Perbaiki nomor {n}.") for n in (2, 3)]
    return plans.return_plan(plan=waiting, by=lia, reason="Bobot berat di akhir.", remarks=rows)


def page(client, name, *args, **headers):
    response = client.get(reverse(name, args=args), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


HTMX = {"HX-Request": "true"}


def test_the_officer_pins_a_remark_without_javascript(as_user, lia, rini, waiting):
    officer, second = as_user(lia), waiting.milestones.get(number=2)
    address = reverse("milestone_remark", args=[second.pk])
    assert address in page(officer, "plan", waiting.pk)
    assert "OPD langsung melihat catatan ini." in page(officer, "milestone_remark", second.pk)

    key = str(uuid4())
    refused = officer.post(address, {"key": key, "body": " "})
    assert refused.status_code == 422
    assert "Tulis apa yang perlu diperbaiki." in refused.content.decode()
    for _ in range(2):
        saved = officer.post(address, {"key": key, "body": "Target <b>rendah</b>."})
        assert saved.url == reverse("plan", args=[waiting.pk]) + f"#tonggak-{second.pk}"

    assert Comment.objects.count() == 1
    assert address in page(officer, "milestone", second.pk)
    assert address not in page(as_user(rini), "milestone", second.pk)
    for reader in (lia, rini):
        text = page(as_user(reader), "plan", waiting.pk)
        assert "Target &lt;b&gt;rendah&lt;/b&gt;." in text
        assert f'<a href="#tonggak-{second.pk}">2</a>' in text
    assert "Target &lt;b&gt;rendah" in page(as_user(rini), "milestone", second.pk)


def test_htmx_gets_the_remarks_of_the_row_alone(as_user, lia, waiting):
    officer, second = as_user(lia), waiting.milestones.get(number=2)
    address = reverse("milestone_remark", args=[second.pk])

    opened = officer.get(address, headers=HTMX)
    assert opened.content.decode().strip().startswith('<div class="remarks"')
    assert "HX-Request" in opened.headers["Vary"]
    refused = officer.post(address, {"key": str(uuid4()), "body": ""}, headers=HTMX)
    assert refused.status_code == 422
    assert "<html" not in refused.content.decode()
    saved = officer.post(address, {"key": str(uuid4()), "body": "Bukti?"}, headers=HTMX)
    text = saved.content.decode()
    assert saved.status_code == 200
    assert "Bukti?" in text
    assert "<form" not in text.split("remark-add")[1]
    # Batal shows them without the form.
    assert "<textarea" not in officer.get(f"{address}?tutup=1", headers=HTMX).content.decode()


def test_a_remark_on_a_plan_that_waits_no_more_keeps_what_was_typed(as_user, lia, plan):
    milestone = plan.milestones.get(number=1)
    refused = as_user(lia).post(
        reverse("milestone_remark", args=[milestone.pk]),
        {"key": str(uuid4()), "body": "Terlambat sehari."},
    )
    assert refused.status_code == 422
    assert "tidak sedang menunggu keputusan" in refused.content.decode()
    assert "Terlambat sehari." in refused.content.decode()


def test_the_author_changes_and_deletes_it_in_the_meantime(as_user, lia, waiting):
    officer, second = as_user(lia), waiting.milestones.get(number=2)
    remark = remarks.remark(milestone=second, body="Salah ketik.", by=lia, key=uuid4())
    address = reverse("remark_edit", args=[remark.pk])
    assert "Salah ketik." in page(officer, "remark_edit", remark.pk)
    assert "Salah ketik." in officer.get(address, headers=HTMX).content.decode()
    officer.post(address, {"key": str(remark.key), "body": "Target rendah."})
    remark.refresh_from_db()
    assert remark.body == "Target rendah."
    assert "Hapus catatan ini?" in page(officer, "remark_withdraw", remark.pk)
    officer.post(reverse("remark_withdraw", args=[remark.pk]))
    assert not Comment.objects.exists()


def test_the_return_page_lists_what_is_open_and_takes_more(as_user, lia, waiting):
    officer = as_user(lia)
    first, second, third = waiting.milestones.order_by("number")
    remarks.remark(milestone=second, body="Target rendah.", by=lia, key=uuid4())
    text = page(officer, "plan_return", waiting.pk)
    assert "1 catatan terbuka" in text
    assert "Target rendah." in text

    waiting.refresh_from_db()
    officer.post(
        reverse("plan_return", args=[waiting.pk]),
        {"seen": waiting.revision, "reason": "", f"catatan-{first.pk}": "Bukti?"},
    )

    waiting.refresh_from_db()
    assert waiting.state == "dikembalikan"
    assert sorted(Comment.objects.values_list("milestone__number", "body")) == [
        (1, "Bukti?"),
        (2, "Target rendah."),
    ]
    assert third.comments.count() == 0


def test_a_refused_return_keeps_every_line(as_user, lia, waiting):
    first = waiting.milestones.get(number=1)
    address = reverse("plan_return", args=[waiting.pk])
    stale = as_user(lia).post(
        address, {"seen": "0", "reason": "Kurang.", f"catatan-{first.pk}": "Bukti?"}
    )
    assert stale.status_code == 422
    assert "Bukti?" in stale.content.decode()
    assert "Kurang." in stale.content.decode()
    assert not Comment.objects.exists()
    empty = as_user(lia).post(address, {"reason": ""})
    assert empty.status_code == 422
    assert "Tulis alasannya" in empty.content.decode()


def test_a_long_plan_is_remarked_on_in_its_matrix(as_user, lia, rini, pak_kadis, sibakul):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=51, submitted=True)
    text = page(as_user(lia), "plan_return", plan.pk)
    assert "catatan-" not in text
    assert "pada barisnya di matriks" in text


def test_the_agency_sees_where_and_answers_in_place(as_user, lia, rini, dr_budi, returned):
    second, third = (returned.milestones.get(number=n) for n in (2, 3))
    staff = as_user(rini)
    text = page(staff, "plan", returned.pk)
    assert "Dikembalikan Litbang." in text
    assert "Bobot berat di akhir." in text
    assert "2 catatan pada tonggak:" in text
    assert f'<a href="#tonggak-{second.pk}">2</a>' in text
    assert f'<a href="#tonggak-{third.pk}">3</a>' in text
    assert "Beri catatan" not in text

    remark = Comment.objects.get(milestone=second)
    address = reverse("advice_answer", args=[remark.pk]) + "?dari=rencana"
    assert address in text
    opened = staff.get(address, headers=HTMX).content.decode()
    assert f'id="jawab-{remark.pk}-body"' in opened
    refused = staff.post(address, {"key": str(uuid4()), "body": ""}, headers=HTMX)
    assert refused.status_code == 422
    saved = staff.post(address, {"key": str(uuid4()), "body": "Sudah dinaikkan."}, headers=HTMX)
    assert "Sudah dinaikkan." in saved.content.decode()
    assert "Dijawab" in saved.content.decode()
    assert f'<a href="#tonggak-{second.pk}">2 (dijawab)</a>' in page(staff, "plan", returned.pk)
    # Without JavaScript the answer leads back to the row.
    other = Comment.objects.get(milestone=third)
    address = reverse("advice_answer", args=[other.pk]) + "?dari=rencana"
    back = staff.post(address, {"key": str(uuid4()), "body": "Ya."}).url
    assert back == reverse("plan", args=[returned.pk]) + f"#tonggak-{third.pk}"


def test_the_officer_says_that_it_is_done(as_user, lia, rini, returned):
    second, third = (returned.milestones.get(number=n) for n in (2, 3))
    officer = as_user(lia)
    remark, other = (Comment.objects.get(milestone=row) for row in (second, third))
    assert reverse("remark_settle", args=[remark.pk]) in page(officer, "plan", returned.pk)
    assert reverse("remark_settle", args=[remark.pk]) in page(officer, "milestone", second.pk)

    part = officer.post(reverse("remark_settle", args=[remark.pk]), headers=HTMX)
    officer.post(reverse("remark_settle", args=[other.pk]) + "?dari=rencana")

    text = part.content.decode()
    assert 'id="perbaikan-' not in text
    assert "1 catatan pada tonggak:" in text
    assert not Comment.objects.open_remarks().exists()
    assert "Permintaan perbaikan ditutup" in page(as_user(rini), "milestone", second.pk)
    assert "catatan pada tonggak" not in page(as_user(rini), "plan", returned.pk)


def test_approving_says_how_many_remarks_it_closes(as_user, lia, pak_kadis, returned):
    asked = page(as_user(pak_kadis), "plan_submit", returned.pk)
    assert "2 catatan Litbang belum dijawab" in asked
    as_user(pak_kadis).post(reverse("plan_submit", args=[returned.pk]))
    asked = page(as_user(lia), "plan_approve", returned.pk)
    assert "2 catatan perbaikan yang masih terbuka ikut ditutup." in asked
    as_user(lia).post(reverse("plan_approve", args=[returned.pk]))
    returned.refresh_from_db()
    assert returned.state == "disetujui"
    assert not Comment.objects.open_remarks().exists()


def test_readers_see_remarks_and_may_do_nothing(as_user, ibu_sekda, dr_budi, returned):
    second = returned.milestones.get(number=2)
    text = page(as_user(ibu_sekda), "plan", returned.pk)
    assert "Perbaiki nomor 2." in text
    for words in ("Jawab", "Beres", "Beri catatan"):
        assert words not in text.split(f'id="perbaikan-{second.pk}"')[1].split("</tbody>")[0]
    assert "Beres" not in page(as_user(dr_budi), "plan", returned.pk)


def test_the_general_form_does_not_offer_the_kind(as_user, lia, waiting):
    assert 'value="perbaikan"' not in page(as_user(lia), "plan_advise", waiting.pk)


def test_remarks_cost_no_more_for_more_of_them(as_user, lia, rini, pak_kadis, sibakul, queries):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=12, submitted=True)

    def pin(rows):
        for row in rows:
            remark = remarks.remark(milestone=row, body="Bukti?", by=lia, key=uuid4())
            advice.answer(parent=remark, body="Ada.", by=rini, key=uuid4())

    client, address = as_user(lia), reverse("plan", args=[plan.pk])
    rows = list(plan.milestones.order_by("number"))
    pin(rows[:2])
    few = queries(client, address)
    pin(rows[2:])
    assert queries(client, address) == few


def test_what_is_said_in_place_renews_the_rest_of_the_page(as_user, lia, waiting):
    officer, second = as_user(lia), waiting.milestones.get(number=2)
    data = {"key": str(uuid4()), "body": "Bukti?"}
    address = reverse("milestone_remark", args=[second.pk])
    text = officer.post(address, data, headers=HTMX).content.decode()
    assert 'data-hx-swap-oob="innerHTML:#mx-putusan"' in text
    assert "1 catatan pada tonggak:" in text
    assert "1 catatan perbaikan yang masih terbuka ikut ditutup." in text
    whole = page(officer, "plan", waiting.pk)
    for place in ("mx-putusan", "setujui-teks"):
        assert f'id="{place}"' in whole
    # What only opened a form changed nothing.
    assert "swap-oob" not in officer.get(address, headers=HTMX).content.decode()


def test_in_place_a_remark_costs_no_more_on_a_long_plan(
    as_user, lia, rini, pak_kadis, sibakul, django_assert_max_num_queries
):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=40, submitted=True)
    officer, rows = as_user(lia), list(plan.milestones.order_by("number"))
    for row in rows[:30]:
        remarks.remark(milestone=row, body="Bukti?", by=lia, key=uuid4())
    address = reverse("milestone_remark", args=[rows[35].pk])
    with django_assert_max_num_queries(30):
        officer.post(address, {"key": str(uuid4()), "body": "Bukti?"}, headers=HTMX)


def test_a_closed_remark_takes_no_answer_and_says_who_closed_it(as_user, lia, rini, returned):
    second = returned.milestones.get(number=2)
    remark = Comment.objects.get(milestone=second)
    remarks.settle_remark(comment=remark, by=lia)
    staff, address = as_user(rini), reverse("advice_answer", args=[remark.pk])
    text = page(staff, "milestone", second.pk)
    assert address not in text
    assert f"Ditutup {lia.name}, " in text
    assert staff.get(address).status_code == 302
    data = {"key": str(uuid4()), "body": "Sudah."}
    refused = staff.post(address, data)
    assert refused.status_code == 422
    assert f"sudah ditutup {lia.name}" in refused.content.decode()
    assert "Sudah." in refused.content.decode()
    in_place = staff.post(f"{address}?dari=rencana", data, headers=HTMX).content.decode()
    assert f"sudah ditutup {lia.name}" in in_place
    assert not remark.answers.exists()


def test_a_plan_that_is_ready_still_names_what_is_not_answered(as_user, pak_kadis, returned):
    text = page(as_user(pak_kadis), "plan", returned.pk)
    assert "Tekan Ajukan rencana di atas. 2 catatan Litbang belum dijawab." in text
