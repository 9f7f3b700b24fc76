"""Only services change the state of a plan, a report or what Litbang judges."""

import ast

import pytest
from django.apps import apps
from django_fsm import FSMFieldMixin

from tests.workshop import sources

HOME = (
    "actionplans/services/",
    "actionplans/models/",
    "innovations/services/",
    "innovations/models/",
    "replikasi/documents/services/",
)
# Knows no plan and no report, and verifies pictures.
WITHOUT_TABLES = "replikasi/common/"
WRITERS = {"update", "update_or_create", "get_or_create", "create"}


def transitions():
    """Names of all methods that move a state field."""
    return {
        transition.name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FSMFieldMixin)
        for transition in field.get_all_transitions(model)
    }


def faults(module, verbs):
    """(line, what) of each statement of the syntax tree that changes a state."""
    imported = {
        alias.asname or alias.name.split(".")[0]
        for node in ast.walk(module)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(module):
        match node:
            case ast.Assign(targets=targets):
                targets = [part for target in targets for part in ast.walk(target)]
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                targets = [target]
            case _:
                targets = []
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "state":
                yield node.lineno, "assigns .state"
        match node:
            case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), _]):
                yield node.lineno, "sets the attribute state"
            case ast.Call(func=ast.Attribute(attr=called), keywords=keywords) if (
                called in WRITERS and "state" in {keyword.arg for keyword in keywords}
            ):
                yield node.lineno, f"calls {called}(state=…)"
            # `services.submit(…)` is the right way: a call through an imported name passes.
            case ast.Call(func=ast.Attribute(attr=called, value=base)) if called in verbs and not (
                isinstance(base, ast.Name) and base.id in imported
            ):
                yield node.lineno, f"calls the transition {called}()"


def test_only_services_change_a_state():
    found = [
        f"{sources.name(path)}:{line} {what}"
        for path in sources.code()
        if not sources.name(path).startswith((*HOME, WITHOUT_TABLES))
        for line, what in faults(sources.tree(path), transitions())
    ]

    assert found == []


def test_the_transitions_are_known_here():
    assert {"submit", "approve", "send", "verify", "unverify"} <= transitions()


@pytest.mark.parametrize(
    "line",
    [
        "plan.state = 'disetujui'",
        "plan.state, other = 'disetujui', 1",
        "setattr(plan, 'state', 'disetujui')",
        "Report.objects.filter(pk=1).update(state='dikirim')",
        "ActionPlan.objects.create(replication=r, state='disetujui')",
        "plan.approve()",
        "request.plan.approve()",
    ],
)
def test_a_change_of_state_is_found(line):
    assert len(list(faults(ast.parse(line), {"approve"}))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from actionplans.services import plans\nplans.approve(plan=plan, by=user)",
        "plans = ActionPlan.objects.filter(state='draf')",
        "wanted = plan.state == 'draf'",
    ],
)
def test_reading_a_state_and_calling_a_service_pass(line):
    assert list(faults(ast.parse(line), {"approve"})) == []
