"""Plans that report in a line, and the JSON feeds of the dashboard's tables."""

import json

from tests import factories
from tests.dashboard.conftest import progress


def feed(client, page, query=""):
    """Rows of a JSON feed."""
    return json.loads(client.get(f"/dasbor/{page}.json{query}").content)["baris"]


def reporting(percents, quarter=1, step="sent", **replication):
    """An approved plan of as many milestones as `percents`, reported in `quarter`."""
    plan = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(**replication),
        milestones=len(percents),
        approved=True,
    )
    progress(plan, percents, quarter)
    factories.ReportFactory(plan=plan, quarter=quarter, **{step: True})
    return plan
