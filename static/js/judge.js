// Judging a report: one line open at a time with its evidence beside it; keys for what is done most.
const root = document.querySelector("[data-judging]");
if (root) {
  const form = document.getElementById("putusan");
  const lines = [...root.querySelectorAll("[data-line]")];
  const left = document.querySelector("[data-left]");
  const reason = document.getElementById("alasan");
  const field = (line) => line.querySelector("[data-claim]");
  const typed = (line) => [...line.querySelectorAll("[name^=percent], [name^=reason], [name^=remark]")];
  const filled = (line) => field(line).value.trim() !== "";
  const holder = (line) => root.querySelector(`[data-pieces-of="${line.dataset.line}"]`);
  const pieces = (line) => [...holder(line).querySelectorAll("[data-piece]")];
  const unsaved = new Set();
  let current = null;
  let shown = 0;
  let leaving = false;

  // -- what the page says of itself ----------------------------------------------------------------

  const tell = () => {
    const open = lines.filter((line) => !filled(line)).length;
    left.textContent = open ? `${open} baris belum diputuskan` : "Semua baris sudah diputuskan";
    if (unsaved.size) left.textContent += `, ${unsaved.size} belum tersimpan`;
    document.querySelector("[data-decided]").textContent = `${lines.length - open} dari ${lines.length}`;
  };
  const trouble = (sentence) => {
    const box = document.querySelector("[data-trouble]");
    box.hidden = !sentence;
    box.querySelector("span").textContent = sentence;
  };
  const EXPIRED = "Sesi Anda berakhir. Isian tetap ada di sini: masuk lagi di tab lain, lalu muat ulang halaman ini.";
  const BROKEN = "Sambungan putus. Isian belum tersimpan; dicoba lagi begitu tersambung.";

  // -- lines and their evidence --------------------------------------------------------------------

  const show = (index) => {
    const found = pieces(current);
    shown = Math.min(Math.max(index, 0), found.length - 1);
    found.forEach((piece, at) => {
      piece.hidden = at !== shown;
      const frame = at === shown && piece.querySelector("iframe[data-src]");
      if (frame) {
        frame.src = frame.dataset.src;
        frame.hidden = false;
        delete frame.dataset.src;
      }
      piece.querySelectorAll("[data-step]").forEach((button) => {
        button.hidden = found.length < 2;
        const target = at + Number(button.dataset.step);
        button.disabled = target < 0 || target >= found.length;
      });
    });
    holder(current).querySelectorAll("[data-strip] .ev").forEach((card, at) => {
      if (at === shown) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    });
  };
  // On a narrow screen the evidence stands inside its line, so that claim and proof are together.
  const narrow = window.matchMedia("(max-width: 1099.98px)");
  const viewer = root.querySelector(".viewer");
  const place = (line) => {
    root.querySelectorAll("[data-pieces-of]").forEach((row) => {
      const own = row.dataset.piecesOf === line.dataset.line;
      row.hidden = !own;
      const where = narrow.matches && own ? line.querySelector(".vl-more td") : viewer;
      if (row.parentElement !== where) where.append(row);
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
    const why = current.querySelector(".why");
    field(current).value = field(current).dataset.claim;
    why.value = "";
    mark(current);
    save(current);
    const rest = lines.slice(lines.indexOf(current) + 1);
    const next = rest.find((line) => !filled(line)) || lines.find((line) => !filled(line));
    if (!next) return;
    open(next);
    next.scrollIntoView({ block: "nearest" });
    next.querySelector("[data-accept]").focus({ preventScroll: true });
  };
  const mark = (line) => {
    const cell = line.querySelector("[data-verified]");
    const figure = document.createElement("span");
    figure.className = filled(line) ? "fig" : "fig fig-n";
    figure.textContent = filled(line) ? `${field(line).value.trim()}\u00a0%` : "belum";
    cell.replaceChildren(figure);
    tell();
  };
  const refuse = (line, sentence) => {
    const error = line.querySelector("[data-error]");
    error.hidden = !sentence;
    error.querySelector("span").textContent = sentence;
    error.parentElement.classList.toggle("field-bad", Boolean(sentence));
    field(line).toggleAttribute("aria-invalid", Boolean(sentence));
    if (sentence) field(line).setAttribute("aria-describedby", error.id);
  };

  // -- saved as soon as it is decided; kept in this tab until the portal has it ---------------------

  const key = `putusan-${root.dataset.judging}`;
  const keep = () => {
    const values = {};
    unsaved.forEach((line) => typed(line).forEach((input) => (values[input.name] = input.value)));
    if (reason.dataset.own) values.reason = reason.value;
    if (Object.keys(values).length) sessionStorage.setItem(key, JSON.stringify(values));
    else sessionStorage.removeItem(key);
  };
  const takeBack = () => {
    const values = JSON.parse(sessionStorage.getItem(key) || "{}");
    lines.forEach((line) => {
      const found = typed(line).filter((input) => input.name in values);
      found.forEach((input) => (input.value = values[input.name]));
      if (!found.length) return;
      mark(line);
      save(line);
    });
    if ("reason" in values) {
      reason.value = values.reason;
      reason.dataset.own = "1";
    }
  };
  const save = async (line) => {
    const data = new FormData();
    data.set("aksi", "simpan");
    ["csrfmiddlewaretoken", "seen"].forEach((name) => data.set(name, form.elements[name].value));
    typed(line).forEach((input) => data.set(input.name, input.value));
    unsaved.add(line);
    keep();
    tell();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      if (answer.redirected || answer.status === 401 || answer.status === 403) {
        trouble(EXPIRED);
      } else if (answer.status === 422) {
        const { errors, fields } = await answer.json();
        const own = Object.values(fields)[0];
        refuse(line, own || errors[0]);
        if (!own) trouble(errors[0]);
      } else if (answer.status === 204) {
        // What was typed while it was under way is not saved by it.
        if (typed(line).every((input) => data.get(input.name) === input.value)) unsaved.delete(line);
        refuse(line, "");
        trouble("");
      } else {
        trouble("Portal tidak dapat menyimpan. Tekan Simpan penilaian untuk mencoba lagi.");
      }
    } catch {
      trouble(BROKEN);
    }
    keep();
    tell();
  };
  window.addEventListener("online", () => unsaved.forEach(save));
  form.addEventListener("submit", () => {
    leaving = true;
    sessionStorage.removeItem(key);
  });
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size && !leaving) event.preventDefault();
  });
  // The reason of returning is put together from the remarks, until somebody writes it by hand.
  const proposed = reason.value.split("\n").filter(Boolean);
  const gather = () => {
    if (reason.dataset.own) return;
    const own = lines
      .map((line) => line.querySelector("[data-remark]"))
      .filter((remark) => remark.value !== remark.defaultValue);
    const kept = proposed.filter(
      (said) => !own.some((remark) => said.startsWith(`Tonggak ${remark.dataset.remark}: `)),
    );
    const said = own
      .filter((remark) => remark.value.trim())
      .map((remark) => `Tonggak ${remark.dataset.remark}: ${remark.value.trim().replace(/\.$/, "")}.`);
    reason.value = [...kept, ...said].join("\n");
  };
  reason.addEventListener("input", () => {
    reason.dataset.own = "1";
    keep();
  });

  // -- who else is here ----------------------------------------------------------------------------

  const presence = document.querySelector("[data-presence]");
  presence.addEventListener("htmx:beforeOnLoad", (event) => {
    // A page that asks by itself must not lead away from what is being typed.
    if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
    event.preventDefault();
    trouble(EXPIRED);
  });

  // -- wiring --------------------------------------------------------------------------------------

  root.classList.add("judging");
  document.querySelectorAll("[data-keys], [data-strip]").forEach((part) => (part.hidden = false));
  lines.forEach((line) => {
    const button = line.querySelector("[data-accept]");
    button.hidden = false;
    button.addEventListener("click", accept);
    field(line).addEventListener("input", () => mark(line));
    typed(line).forEach((input) => {
      input.addEventListener("input", () => {
        unsaved.add(line);
        keep();
        tell();
        if (input.matches("[data-remark]")) gather();
      });
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
    const card = event.target.closest("[data-strip] .ev");
    if (!card) return;
    event.preventDefault();
    show([...card.parentElement.children].indexOf(card));
  });
  const press = (value) => form.ownerDocument.querySelector(`[form="putusan"][value="${value}"]`).click();
  const verdict = (number) =>
    pieces(current)[shown]?.querySelector(`[data-verdict="${number}"]`)?.click();
  const remark = () => {
    const box = current.querySelector("[data-remark]");
    box.closest("details").open = true;
    box.focus();
  };
  const acts = {
    j: () => open(near(1)),
    k: () => open(near(-1)),
    a: accept,
    e: () => field(current).select(),
    r: remark,
    v: () => press("verifikasi"),
    b: () => reason.focus(),
    "?": () => document.getElementById("pintasan").showModal(),
    ArrowRight: () => show(shown + 1),
    ArrowLeft: () => show(shown - 1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.target.closest("input, textarea, select");
    if (inside && event.key === "Escape") inside.blur();
    if (inside || event.target.closest("dialog")) return;
    // Inside an enlarged picture the arrows move it.
    if (event.key.startsWith("Arrow") && event.target.closest(".near")) return;
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = /^[1-5]$/.test(name) ? () => verdict(name) : acts[name];
    if (!act) return;
    event.preventDefault();
    act();
    if ("jkaer".includes(name)) current.scrollIntoView({ block: "nearest" });
  });
  narrow.addEventListener("change", () => open(current));
  open(lines.find((line) => line.querySelector("[aria-invalid]")) || lines.find((line) => !filled(line)) || lines[0]);
  takeBack();
  tell();
}
