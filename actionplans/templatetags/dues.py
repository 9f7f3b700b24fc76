"""The due date of a plan's report as a sentence, with what it was before it was moved."""

from django import template

from actionplans import dues

register = template.Library()


@register.inclusion_tag("actionplans/_due.html")
def due_line(plan, period):
    """`{% due_line plan period %}`: "Tenggat 12 Nov 2026 (semula 8 Nov 2026: alasan)"."""
    return {"due": dues.of_agency(plan.replication.agency_id, [period])[period.pk]}
