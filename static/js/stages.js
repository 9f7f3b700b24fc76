// The matrix for everybody: stages that fold away, and whether all columns are shown. Remembered for
// as long as the tab is open.
const matrix = document.querySelector("[data-matrix]");
const all = document.getElementById("mx-semua");
const FOLDED = `terlipat ${location.pathname}`;
const ALL = "semua-kolom";

const folded = () => new Set((sessionStorage.getItem(FOLDED) || "").split(" ").filter(Boolean));

function show() {
  const table = document.getElementById("mx-tabel");
  if (!table) return;
  const away = folded();
  table.dataset.folded = [...away].join(" ");
  table.querySelectorAll("[data-fold]").forEach((button) => {
    button.setAttribute("aria-expanded", String(!away.has(button.dataset.fold)));
  });
}

matrix?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold]");
  if (!button) return;
  const away = folded();
  if (!away.delete(button.dataset.fold)) away.add(button.dataset.fold);
  sessionStorage.setItem(FOLDED, [...away].join(" "));
  show();
});

// What is opened or looked for has to be seen.
document.addEventListener("portal:unfold", (event) => {
  const away = folded();
  if (away.delete(event.detail)) {
    sessionStorage.setItem(FOLDED, [...away].join(" "));
    show();
  }
});

all?.addEventListener("change", () => sessionStorage.setItem(ALL, all.checked ? "1" : ""));
if (all) all.checked = sessionStorage.getItem(ALL) === "1";
document.addEventListener("htmx:load", show);
show();
