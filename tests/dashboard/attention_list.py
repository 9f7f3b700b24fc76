"""Reading Perlu perhatian as a person sees it, and standings set by hand."""

from datetime import date

from actionplans.models import PeriodStanding

PAGE = "/dasbor/perhatian/"
TODAY = date(2026, 10, 13)


def listed(client, query=""):
    return client.get(f"{PAGE}{query}").context["listing"]


def kinds(client, query=""):
    return [item.kind for item in listed(client, query).page.object_list]


def one(client, kind, query=""):
    found = [item for item in listed(client, query).page.object_list if item.kind == kind]
    assert len(found) == 1
    return found[0]


def on_dashboard(client, query=""):
    return client.get(f"/dasbor/{query}").context["dashboard"].attention


def stand(plan, quarter=3, **values):
    PeriodStanding.objects.filter(plan=plan, period__quarter=quarter).update(**values)
