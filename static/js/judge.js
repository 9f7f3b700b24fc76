// Judging a report: one line open at a time with its evidence beside it; keys for what is done most.
const root = document.querySelector("[data-judging]");
if (root) {
  const lines = [...root.querySelectorAll("[data-line]")];
  const left = document.querySelector("[data-left]");
  const field = (line) => line.querySelector("[data-claim]");
  const filled = (line) => field(line).value.trim() !== "";
  const pieces = (line) => [
    ...root.querySelectorAll(`[data-pieces-of="${line.dataset.line}"] [data-piece]`),
  ];
  let current = null;
  let shown = 0;

  const tell = () => {
    const open = lines.filter((line) => !filled(line)).length;
    left.textContent = open ? `${open} baris belum diputuskan` : "Semua baris sudah diputuskan";
    if (unsaved.size) left.textContent += `, ${unsaved.size} belum tersimpan`;
    document.querySelector("[data-decided]").textContent = `${lines.length - open} dari ${lines.length}`;
  };
  const show = (index) => {
    const found = pieces(current);
    shown = Math.min(Math.max(index, 0), found.length - 1);
    root.querySelectorAll("[data-piece]").forEach((piece) => {
      piece.hidden = piece !== found[shown];
    });
    found.forEach((piece, at) => {
      piece.querySelectorAll("[data-step]").forEach((button) => {
        button.hidden = found.length < 2;
        const target = at + Number(button.dataset.step);
        button.disabled = target < 0 || target >= found.length;
      });
    });
  };
  // On a narrow screen the evidence stands inside its line, so that claim and proof are together.
  const narrow = window.matchMedia("(max-width: 1099.98px)");
  const viewer = root.querySelector(".viewer");
  const place = (line) => {
    root.querySelectorAll("[data-pieces-of]").forEach((holder) => {
      const inside = narrow.matches && holder.dataset.piecesOf === line.dataset.line;
      (inside ? line.querySelector(".vl-more td") : viewer).append(holder);
    });
    viewer.hidden = narrow.matches;
  };
  const open = (line) => {
    if (!line) return;
    current = line;
    lines.forEach((other) => other.classList.toggle("now", other === line));
    place(line);
    show(0);
  };
  const near = (step) => lines[lines.indexOf(current) + step];
  const accept = () => {
    field(current).value = field(current).dataset.claim;
    mark(current);
    save(current);
    const rest = lines.slice(lines.indexOf(current) + 1);
    const next = rest.find((line) => !filled(line)) || lines.find((line) => !filled(line));
    if (!next) return;
    open(next);
    next.scrollIntoView({ block: "nearest" });
    next.querySelector("[data-accept]").focus({ preventScroll: true });
  };
  // A line is saved as soon as it is decided; what could not be saved is asked about on leaving.
  const form = document.getElementById("putusan");
  const unsaved = new Set();
  let leaving = false;
  const save = async (line) => {
    const typed = new FormData();
    typed.set("aksi", "simpan");
    ["csrfmiddlewaretoken", "seen"].forEach((name) => typed.set(name, form.elements[name].value));
    line.querySelectorAll("input[name]").forEach((input) => typed.set(input.name, input.value));
    unsaved.add(line);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: typed,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (answer.status === 204) unsaved.delete(line);
    } catch {
      // No connection: the line stays unsaved, and leaving the page is asked about.
    }
    tell();
  };
  form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size && !leaving) event.preventDefault();
  });
  const mark = (line) => {
    const cell = line.querySelector("[data-verified]");
    const figure = document.createElement("span");
    figure.className = filled(line) ? "fig" : "fig fig-n";
    figure.textContent = filled(line) ? `${field(line).value.trim()}\u00a0%` : "belum";
    cell.replaceChildren(figure);
    tell();
  };

  root.classList.add("judging");
  document.querySelector("[data-keys]").hidden = false;
  lines.forEach((line) => {
    const button = line.querySelector("[data-accept]");
    button.hidden = false;
    button.addEventListener("click", accept);
    field(line).addEventListener("input", () => mark(line));
    line.querySelectorAll("input[name]").forEach((input) => {
      input.addEventListener("change", () => save(line));
    });
    line.querySelector("[data-open]").addEventListener("click", (event) => {
      event.preventDefault();
      open(line);
    });
  });
  root.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) show(shown + Number(step.dataset.step));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const acts = {
      j: () => open(near(1)),
      k: () => open(near(-1)),
      a: accept,
      e: () => field(current).focus(),
      ArrowRight: () => show(shown + 1),
      ArrowLeft: () => show(shown - 1),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
    current.scrollIntoView({ block: "nearest" });
  });
  narrow.addEventListener("change", () => open(current));
  open(lines.find((line) => line.querySelector("[aria-invalid]")) || lines.find((line) => !filled(line)) || lines[0]);
  tell();
}
