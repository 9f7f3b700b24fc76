"""Mentions: people named by @ in what is said about a plan, among those who may read it."""

import re

from replikasi.accounts.models import User

from .notices import agency_people, facilitators, officers

# What may stand in a user name, not within a word or an e-mail address.
NAMED = re.compile(r"(?<![\w@.+-])@([\w.@+-]{1,150})")
ENDINGS = ".-+@"


def people(plan, *, advisers_only=False):
    """Everybody who takes part in the plan; in the advisers' channel advisers alone."""
    found = officers(plan) | facilitators(plan)
    if not advisers_only:
        found |= agency_people(plan)
    return found.order_by("name", "pk")


def offered(plan, *, to, advisers_only=False, words="", most=8):
    """At most `most` of them that `to` may mention, whose name or user name has every word."""
    found = people(plan, advisers_only=advisers_only).exclude(pk=to.pk).select_related("agency")
    for word in words.split():
        found = found.filter(name__icontains=word) | found.filter(username__icontains=word)
    return found[:most]


def split(text, known):
    """`text` as parts, each words or one of `known` ({user name in lower case: User})."""
    start = 0
    for match in NAMED.finditer(text):
        name = match[1].lower()
        while name not in known and name[-1:] and name[-1] in ENDINGS:
            name = name[:-1]
        if name in known:
            yield text[start : match.start()]
            yield known[name]
            start = match.start(1) + len(name)
    yield text[start:]


def by_username(found):
    return {person.username.lower(): person for person in found}


def named(comment):
    """The people whom the comment names and who may read it, but its author."""
    if "@" not in comment.body:
        return []
    known = by_username(people(comment.plan, advisers_only=comment.advisers_only))
    found = {part for part in split(comment.body, known) if isinstance(part, User)}
    return sorted(found - {comment.by}, key=lambda person: person.pk)
