"""What a selection is narrowed to, in words."""

from innovations.models import Agency, Innovation, Region


def named(user, selection):
    """The names of what is chosen, [] for all; of agencies those alone that `user` may see.

    A query for each kind that is chosen.
    """
    names = []
    if selection.agency:
        rows = Agency.objects.visible_to(user).filter(pk=selection.agency).with_names()
        names += [row.name_in(selection.year) for row in rows.order_by("pk")]
    if selection.innovation:
        rows = Innovation.objects.filter(pk=selection.innovation)
        names += list(rows.order_by("pk").values_list("name", flat=True))
    if selection.region:
        rows = Region.objects.filter(pk=selection.region).order_by("pk")
        names += [row.full_name for row in rows]
    if selection.words:
        names.append(f"“{selection.words}”")
    return names
