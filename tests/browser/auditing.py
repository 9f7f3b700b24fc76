"""What is looked at on a page that stands open: its width, its targets, and what axe finds."""

AXE = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    },
    "rules": {"target-size": {"enabled": True}},
    "preload": False,  # of none of these rules are style sheets to be fetched a second time
}
AXE_ADDRESS = "/static/axe.min.js"
LOAD = """(address) => "axe" in window || new Promise((loaded, failed) => {
  const script = document.createElement("script");
  Object.assign(script, { src: address, onload: loaded, onerror: failed });
  document.head.append(script);
  script.remove();
})"""
RUN = "(options) => axe.run(options).then((found) => found.violations)"
# What sticks out of the page, the innermost first; none where the page does not scroll sideways.
OVERFLOW = """() => document.fonts.ready.then(() =>
  document.documentElement.scrollWidth <= window.innerWidth ? []
  : [...document.querySelectorAll("body *")].reverse()
    .map((one) => [one.getBoundingClientRect().right - window.innerWidth, one])
    .filter(([over, one]) => over > 0.5 && !one.closest(".visually-hidden, .skip"))
    .map(([over, one]) => `${one.tagName} ${one.className} ${over} px`).slice(0, 4))
"""
# A finger needs 44 px; what stands inside a sentence or a table cell is excepted.
SMALL = """() => [...document.querySelectorAll(
    "button, .btn, select, input, textarea, summary, nav a")]
  .filter((one) => !one.closest(".visually-hidden, .skip, td, .crumb")
    && !["hidden", "checkbox", "radio", "range"].includes(one.type) && one.checkVisibility())
  .map((one) => [one.getBoundingClientRect(), one.innerText || one.name, one.tagName])
  .filter(([box]) => box.width > 1 && box.height > 0 && box.height < 43.5)
  .map(([box, name, tag]) => `${tag} "${name}" ${box.height} px`)
"""


def overflowing(page):
    return [f"wider than the screen: {one}" for one in page.evaluate(OVERFLOW)]


def small_targets(page):
    return [f"small target: {one}" for one in page.evaluate(SMALL)]


def axe_findings(page):
    page.evaluate(LOAD, AXE_ADDRESS)
    violations = page.evaluate(RUN, AXE)
    page.watch.take()  # axe itself trips the policy
    return [
        f"axe {found['id']}: {found['help']}: "
        + "; ".join(node["html"][:160] for node in found["nodes"][:3])
        for found in violations
    ]


def faults(page, *, on_phone):
    """Sentences on what is wrong with the page, and with how it came to be."""
    found = page.watch.take() + overflowing(page)
    if on_phone:
        found += small_targets(page)
    return found + axe_findings(page)
