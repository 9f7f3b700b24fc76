"""What `make bench` measured, held against what is wanted. Pure."""

from .bench_dashboard import AGAIN, ANEW, FEW, KEPT, MANY
from .measure import BARE
from .measure_deadline import MOST_LOAD

# What is wanted; see the issue that asked for the measurements.
MOST_GROWTH, MOST_BARE, MOST_BYTES, MOST_SEED_SECONDS = 1.3, 4, 30_000, 300
MOST_MATRIX_GROWTH, MOST_PREVIEW_SECONDS, MOST_MB = 8, 10, 200
MOST_STATUS = 422  # of a second press: the report was sent
MOST_QUERIES, MOST_AGAIN, MOST_DASHBOARD, MOST_MEMORY = 12, 1.2, 3, 1.1


def of_pages(rows, servers):
    """What the wanted limits are held against: each the worst case, and where it was."""
    pages = [row for row in rows if row["page"] != BARE]
    of = {(row["page"], row["role"], row["plans"]): row for row in rows}
    few, many = servers[0].plans, servers[-1].plans
    pairs = [
        (row, of[row["page"], row["role"], few])
        for row in pages
        if row["plans"] == many and (row["page"], row["role"], few) in of
    ]
    grown = [
        f"{large['page']} as {large['role']}: {small['queries']} to {large['queries']}"
        for large, small in pairs
        if large["queries"] > small["queries"]
    ]
    slower = worst(
        (round(large["median_ms"] / small["median_ms"], 2), large) for large, small in pairs
    )
    return [
        finding("pages whose query count grows", "pages", 0, len(grown), "; ".join(grown)),
        finding(
            f"largest median at {many} to median at {few} plans", "times", MOST_GROWTH, *slower
        ),
        finding(
            "largest median to that of the bare page",
            "times",
            MOST_BARE,
            *worst((row["bare_ratio"], row) for row in pages),
        ),
        finding(
            "largest page over the wire",
            "bytes",
            MOST_BYTES,
            *worst((row["bytes"], row) for row in pages),
        ),
        finding(
            f"seed_scale of {many} plans", "s", MOST_SEED_SECONDS, round(servers[-1].seconds, 1)
        ),
    ]


def of_plans(matrices, steps):
    """The same for the page of a long plan, and for its workbook."""
    of = {row["plans"]: row for row in matrices}
    few, many = min(of), max(of)
    took = {step["step"]: step for step in steps}
    return [
        finding(
            f"median of a plan of {many} milestones to one of {few}",
            "times",
            MOST_MATRIX_GROWTH,
            round(of[many]["median_ms"] / of[few]["median_ms"], 2),
        ),
        finding(
            f"queries of a plan of {many} milestones beyond one of {few}",
            "queries",
            0,
            of[many]["queries"] - of[few]["queries"],
        ),
        finding(
            f"preview of a workbook of {took['preview']['rows']} rows",
            "s",
            MOST_PREVIEW_SECONDS,
            took["preview"]["seconds"],
        ),
        finding(
            "memory that a step of it needs",
            "MB",
            MOST_MB,
            max(step["grown_mb"] for step in steps),
        ),
    ]


def of_deadline(steps):
    """What the deadline minute costs beside one who sends alone."""
    of = {step["step"]: step for step in steps}
    alone, load = of["kirim laporan"], steps[-1]
    return [
        finding(
            "p95 of sending in the deadline minute to the median of one alone",
            "times",
            MOST_LOAD,
            round(load["p95_ms"] / alone["median_ms"], 1),
        ),
        finding(
            "acts of the deadline day that failed",
            "acts",
            0,
            sum(max(step["statuses"]) > MOST_STATUS for step in steps),
        ),
    ]


def worst(cases):
    """(value, where) of the largest of (value, row); 0 where there is none."""
    value, row = max(cases, key=lambda case: case[0], default=(0, None))
    return value, f"{row['page']} as {row['role']} at {row['plans']} plans" if row else ""


def finding(name, unit, wanted, value, where=""):
    return {"name": name, "value": value, "unit": unit, "wanted": wanted, "where": where}


def of_dashboard(rows, memory):
    """`rows` of bench_dashboard.row; `memory`: peaks in MB after FEW and after MANY requests."""
    of = {(row["page"], row["role"], row["state"], row["plans"]): row for row in rows}
    sizes = sorted({row["plans"] for row in rows})
    few, many = sizes[0], sizes[-1]
    pages = [row for row in rows if row["page"] != BARE]

    def growth(state):
        return worst(
            (round(row["median_ms"] / small["median_ms"], 2), row)
            for row in pages
            if row["state"] == state and row["plans"] == many
            for small in [of.get((row["page"], row["role"], state, few))]
            if small
        )

    def bare(state, page=None):
        return worst(
            (row["bare_ratio"], row)
            for row in pages
            if row["state"] == state and page in (None, row["page"])
        )

    def queries(state):
        return worst((row["queries"], row) for row in pages if row["state"] == state)

    after_few, after_many = memory
    return [
        finding("queries of a page, kept", "queries", MOST_QUERIES, *queries(KEPT)),
        finding("queries of a page, drawn anew", "queries", MOST_QUERIES, *queries(ANEW)),
        finding(f"median at {many} to {few}, kept", "times", MOST_GROWTH, *growth(KEPT)),
        finding(f"median at {many} to {few}, drawn anew", "times", MOST_GROWTH, *growth(ANEW)),
        finding(
            "largest page of these over the wire",
            "bytes",
            MOST_BYTES,
            *worst((row["bytes"], row) for row in pages),
        ),
        finding("visit again (304) to the bare page", "times", MOST_AGAIN, *bare(AGAIN)),
        finding("/dasbor/ to the bare, kept", "times", MOST_DASHBOARD, *bare(KEPT, "ringkasan")),
        finding(
            "/dasbor/ to the bare, drawn anew",
            "times",
            MOST_DASHBOARD,
            *bare(ANEW, "ringkasan"),
        ),
        finding(
            f"peak memory of a worker after {MANY} requests to that after {FEW}",
            "times",
            MOST_MEMORY,
            round(after_many / after_few, 2),
            f"{after_few} to {after_many} MB",
        ),
    ]
