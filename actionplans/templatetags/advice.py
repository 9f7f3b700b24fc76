"""What people said, with the names of those whom they mention."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join

from actionplans import mentions
from actionplans.services.advice import withdrawn_words
from replikasi.accounts.models import User

register = template.Library()


@register.filter
def said(comment):
    """The words of a comment, escaped; `mentions` should be prefetched."""
    known = mentions.by_username(comment.mentions.all())
    return format_html_join(
        "", "{}", ((_part(part),) for part in mentions.split(comment.body, known))
    )


def _part(part):
    if isinstance(part, User):
        return format_html('<span class="said-name">@{}</span>', part.name)
    return linebreaksbr(part)


@register.filter
def withdrawn(comment):
    """Who took it back and when."""
    return withdrawn_words(comment)
