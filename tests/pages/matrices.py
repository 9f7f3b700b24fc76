"""What the tests of the matrix share: its rows, their addresses, and what stands in an answer."""

import re

from django.urls import reverse

HTMX = {"HTTP_HX_REQUEST": "true"}


def row_of(plan, number):
    return plan.milestones.get(number=number)


def edit(milestone):
    return reverse("milestone_edit", args=[milestone.pk])


def rows_in(text):
    """Keys of the milestones whose rows stand in an answer, in their order."""
    return [int(key) for key in re.findall(r'<tbody class="mx-row[^"]*" id="tonggak-(\d+)"', text)]


def order_of(plan):
    return list(plan.milestones.order_by("number").values_list("activity", flat=True))
