"""What belongs to one plan must be one plan's."""

from django.core.exceptions import ValidationError


def require_same_plan(obj):
    """ValidationError when the milestone, report or element that `obj` names is another plan's."""
    for part in (obj.milestone, getattr(obj, "report", None)):
        if part is not None and part.plan_id != obj.plan_id:
            raise ValidationError("Tonggak atau laporan ini bukan milik rencana aksi itu.")
    adaptation = getattr(obj, "adaptation", None)
    if adaptation is not None and adaptation.replication_id != obj.plan.replication_id:
        raise ValidationError("Unsur ini bukan milik replikasi dari rencana aksi itu.")
