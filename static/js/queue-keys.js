// The queue by keys: J and K go from report to report, Enter opens the one in focus.
const links = [...document.querySelectorAll("table.queue tbody tr")]
  .map((row) => row.querySelector("a[href]"))
  .filter(Boolean);
const hint = document.querySelector("[data-queue-keys]");
if (links.length && hint) {
  hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement);
    links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  });
}
