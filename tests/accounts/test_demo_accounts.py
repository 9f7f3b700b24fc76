"""Demo accounts, whose password everybody can read, do not let anybody into a server."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("allowed", "status"), [(True, 302), (False, 200)])
def test_a_demo_account_logs_in_only_where_demo_accounts_are_allowed(
    client, settings, allowed, status
):
    settings.DEMO_ACCOUNTS = allowed
    factories.UserFactory(username="koperasi", is_demo=True)
    answer = client.post(
        reverse("account_login"), {"login": "koperasi", "password": factories.PASSWORD}
    )
    assert answer.status_code == status
    assert client.session.get("_auth_user_id") is None or allowed
