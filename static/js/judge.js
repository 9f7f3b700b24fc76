// Judging a report: one press accepts the claim of a line; the bar says how many are left.
const form = document.querySelector("[data-judge]");
if (form) {
  const lines = [...form.querySelectorAll("[data-line]")];
  const left = form.querySelector(".actbar .left");
  const field = (line) => line.querySelector("[data-claim]");
  const tell = () => {
    const open = lines.filter((line) => !field(line).value.trim()).length;
    left.textContent = open ? `${open} baris belum diputuskan` : "Semua baris sudah diputuskan";
  };
  lines.forEach((line) => {
    const button = line.querySelector("[data-accept]");
    button.hidden = false;
    button.addEventListener("click", () => {
      field(line).value = field(line).dataset.claim;
      line.classList.add("done");
      tell();
      const next = lines.slice(lines.indexOf(line) + 1).find((row) => !field(row).value.trim());
      if (next) next.querySelector("[data-accept]").focus();
    });
    field(line).addEventListener("input", tell);
  });
  tell();
}
