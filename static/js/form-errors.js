// A form that was refused: the focus goes to the summary, and its links to the fields themselves.
const summary = document.querySelector("[data-error-summary]");
summary?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a");
  if (!link) return;
  const target = document.getElementById(link.hash.slice(1));
  const field = target?.matches("input, select, textarea")
    ? target
    : target?.querySelector("input, select, textarea");
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
