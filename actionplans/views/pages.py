"""Pages that lead to other pages: the phone's menu."""

from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def more(request):
    """Everything that the role may open, for people without the top bar; the rows are `nav`."""
    return render(request, "common/more.html")
