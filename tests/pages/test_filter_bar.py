"""The filter bar of lists: what folds away on the phone, and when there is a filter to clear."""

import re

import pytest

pytestmark = pytest.mark.django_db
CLEAR = re.compile(r'<a class="btn btn-quiet" href="([^"]*)">Hapus filter</a>')
FOLDED = re.compile(
    r'<details class="filters-more"( open)?>.*?<span id="saring-jumlah">([^<]*)', re.S
)


@pytest.mark.parametrize(
    ("address", "clears_to"),
    [
        ("/inovasi/", None),
        ("/inovasi/?tampil=tabel", None),
        ("/inovasi/?sort=-started_year&page=2", None),
        ("/inovasi/?q=&field=&origin=&tampil=", None),
        ("/inovasi/?q=sibakul", "/inovasi/"),
        ("/inovasi/?adopted=belum&tampil=tabel", "/inovasi/?tampil=tabel"),
        ("/hambatan/", None),
        ("/hambatan/?state=terbuka&cause=", None),
        ("/hambatan/?state=ditutup", "/hambatan/"),
        ("/notifikasi/?tampil=belum", None),
        ("/pengingat/?tampil=riwayat", None),
        ("/pengingat/?lewat=on", "/pengingat/"),
    ],
)
def test_only_a_filter_that_is_set_can_be_cleared(sibakul, as_user, lia, address, clears_to):
    page = as_user(lia).get(address).content.decode()

    assert CLEAR.findall(page) == ([clears_to] if clears_to else [])


@pytest.mark.parametrize(
    ("query", "is_open", "words"),
    [
        ("", False, "Filter lain"),
        ("?tampil=tabel", False, "Filter lain"),
        ("?q=sibakul", False, "Filter lain"),
        ("?adopted=belum&status=belum", True, "Filter lain: 2 dipakai"),
    ],
)
def test_many_choices_fold_away_unless_one_is_set(as_user, lia, sibakul, query, is_open, words):
    page = as_user(lia).get(f"/inovasi/{query}").content.decode()

    [(opened, said)] = FOLDED.findall(page)
    assert (bool(opened), said) == (is_open, words)
    assert page.index('name="q"') < page.index('class="filters-more"')


def test_two_choices_do_not_fold(as_user, lia, sibakul):
    assert not FOLDED.findall(as_user(lia).get("/opd/").content.decode())
