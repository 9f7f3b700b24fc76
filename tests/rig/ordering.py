"""Rows that a query leaves unordered come in random order, so that no test rests on their luck.

Ties count as unordered too: `order_by("happened_on")` shuffles what happened on one day.
"""

from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql import compiler

OURS = {"accounts", "notifications", "innovations", "actionplans"}
NOT_A_LIST = (
    compiler.SQLInsertCompiler,
    compiler.SQLUpdateCompiler,
    compiler.SQLDeleteCompiler,
    compiler.SQLAggregateCompiler,
)


def shuffle_unordered_rows(patch):
    """Patch Django's compiler through `patch` (a pytest.MonkeyPatch)."""
    execute_sql = compiler.SQLCompiler.execute_sql
    get_order_by = compiler.SQLCompiler.get_order_by

    def execute(self, *args, **kwargs):
        self.shuffles = not isinstance(self, NOT_A_LIST) and _is_ours(self.query)
        return execute_sql(self, *args, **kwargs)

    def ordered(self):
        given = get_order_by(self)
        if not getattr(self, "shuffles", False) or _is_total(self.query, given):
            return given
        expression = OrderBy(Random())
        return [*given, (expression, (*self.compile(expression), False))]

    patch.setattr(compiler.SQLCompiler, "execute_sql", execute)
    patch.setattr(compiler.SQLCompiler, "get_order_by", ordered)


def _is_ours(query):
    # Adding a column to sort by would change what DISTINCT and UNION give.
    return (
        query.model is not None
        and query.model._meta.app_label in OURS
        and not (query.distinct or query.combinator)
    )


def _is_total(query, order_by):
    """Whether the primary key already settles the order."""
    pk = query.model._meta.pk
    for expression, _ in order_by:
        column = getattr(expression.expression, "target", None)
        if column is pk and expression.expression.alias == query.get_initial_alias():
            return True
    return False
