// The matrix as quick as a spreadsheet: one row open at a time, typed with the keyboard alone. The
// server draws every part; here is only what the keys, the pointer and the cursor do.
const matrix = document.querySelector("[data-edits]");
const SWAP = "outerHTML settle:0ms show:none";
const QUARTERS = ["target_q1", "target_q2", "target_q3", "target_q4"];

const openRow = () => matrix.querySelector(".mx-open");
const form = () => document.getElementById("baris");
const foot = () => document.getElementById("mx-jumlah");
const isDirty = (row) => row?.hasAttribute("data-dirty");
const plainClick = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);

async function ask(verb, url, context) {
  try {
    await window.htmx.ajax(verb, url, { swap: SWAP, ...context });
  } catch {
    // htmx-errors.js has said so; what was typed is still there.
  }
}

// ---- the open row: opened, saved, left ----------------------------------------------------------

let kept = null; // keys that are pressed while a row is being saved, for the row that opens next

// What the save opened may stand in a stage that is folded away.
function reveal(row) {
  document.dispatchEvent(new CustomEvent("portal:unfold", { detail: row.dataset.stage }));
  if (!row.contains(document.activeElement)) row.querySelector("[autofocus]")?.focus();
}

async function save(row, then, more = {}) {
  const keys = (kept = []);
  row.setAttribute("aria-busy", "true");
  const { id } = row;
  await ask("POST", form().getAttribute("data-hx-post"), {
    source: form(),
    target: `#${id}`,
    values: { lalu: then, ...more },
  });
  kept = null;
  followed = false;
  document.getElementById(id)?.removeAttribute("aria-busy");
  if (openRow()) reveal(openRow());
  if (then === "berikut" && openRow() && !isDirty(openRow())) type(keys);
}

async function cancel(row) {
  if (row.dataset.row) {
    const url = row.querySelector("[data-cancel]").dataset.cancel;
    await ask("GET", url, { target: `#${row.id}` });
    refresh();
    return;
  }
  const add = document.getElementById(`tambah-${row.dataset.stage}`)?.querySelector("a");
  row.remove();
  add?.focus();
  refresh();
}

// Leaves the open row: what was typed is saved. False when it could not be.
async function settle() {
  const row = openRow();
  if (!row) return true;
  if (!isDirty(row)) {
    await cancel(row);
    return true;
  }
  await save(row, "tutup");
  return !openRow();
}

// The sums, the curve and the proposed targets follow what is typed, and what is given up again.
const PAUSE_MS = 350;
const preview = document.getElementById("mx-pratinjau");
let pause = null;
let followed = false;

function follow() {
  clearTimeout(pause);
  followed = true;
  pause = setTimeout(() => openRow() && window.htmx.trigger(preview, "pratinjau"), PAUSE_MS);
}

function refresh() {
  clearTimeout(pause);
  if (followed) window.htmx.trigger(preview, "pratinjau");
  followed = false;
}

async function open(id, field = "") {
  if (openRow()?.id === id) {
    document.getElementById(`id_${field}`)?.focus();
    return;
  }
  if (!(await settle())) return;
  const row = document.getElementById(id);
  if (!row) return;
  document.dispatchEvent(new CustomEvent("portal:unfold", { detail: row.dataset.stage }));
  const url = row.querySelector("[data-edit]").getAttribute("href");
  await ask("GET", `${url}?sel=${field}`, { target: `#${id}` });
}

async function add(link) {
  const url = link.getAttribute("href");
  const place = link.closest("tbody").id;
  const swap = link.closest(".mx-add") ? "beforebegin settle:0ms" : "afterend settle:0ms";
  if (await settle()) await ask("GET", url, { target: `#${place}`, swap });
}

// Something that is done to rows as a whole; the table comes back anew. Where no row takes the
// focus, the foot of the table stays where it was and takes it.
async function act(url, values = {}) {
  if (!(await settle())) return;
  const top = () => foot().getBoundingClientRect().top;
  const before = top();
  await ask("POST", url, { target: "#mx-tabel", values });
  if (document.activeElement !== document.body) return;
  window.scrollBy({ top: top() - before, behavior: "instant" });
  const next = foot().querySelector("button") || document.getElementById("judul-matriks");
  next.focus({ preventScroll: true });
}

function propose(button) {
  button.dataset.propose.split(";").forEach((target, index) => {
    document.getElementById(`id_${QUARTERS[index]}`).value = target;
  });
  const first = document.getElementById(`id_${QUARTERS[0]}`);
  first.dispatchEvent(new Event("input", { bubbles: true }));
  first.focus();
}

// ---- keys that were pressed too early -------------------------------------------------------------

const boxes = () =>
  [...openRow().querySelectorAll("input, select, textarea, button")].filter(
    (box) => box.tabIndex >= 0 && box.type !== "hidden",
  );

function type(keys) {
  while (keys.length) {
    const key = keys.shift();
    const box = document.activeElement;
    if (key === "Enter") {
      const rest = keys.splice(0);
      save(openRow(), "berikut");
      kept.push(...rest);
    } else if (key === "Tab" || key === "Shift") {
      const all = boxes();
      all[all.indexOf(box) + (key === "Tab" ? 1 : -1)]?.focus();
    } else if (box.setRangeText) {
      box.setRangeText(key, box.selectionStart, box.selectionEnd, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

document.addEventListener(
  "keydown",
  (event) => {
    if (!kept || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length !== 1 && !["Tab", "Enter"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    kept.push(event.key === "Tab" && event.shiftKey ? "Shift" : event.key);
  },
  true,
);

// ---- keys -----------------------------------------------------------------------------------------

const status = document.getElementById("mx-status");
let warned = null; // the row of which Escape said that what was typed would be lost

function tell(words) {
  const told = document.createElement("span");
  told.className = "mx-told";
  told.textContent = words;
  status.replaceChildren(told);
}

status.addEventListener("animationend", () => {
  warned = null;
});
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape") warned = null;
  },
  true,
);

function escape(row) {
  if (isDirty(row) && warned !== row) {
    warned = row;
    tell("Isian belum disimpan. Tekan Esc sekali lagi untuk membuangnya.");
    return;
  }
  warned = null;
  status.replaceChildren();
  cancel(row);
}

const ARROWS = { ArrowUp: ["naik", -1], ArrowDown: ["turun", 1] };

function inOpenRow(event, row) {
  const box = event.target;
  if (event.key === "Escape") {
    event.preventDefault();
    escape(row);
  } else if (event.key === "Enter" && box.matches("textarea")) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    save(row, "berikut");
  } else if (event.key === "Enter" && box.matches("input, select")) {
    event.preventDefault();
    save(row, "berikut");
  } else if (event.altKey && ARROWS[event.key] && row.dataset.row && !box.matches("select")) {
    event.preventDefault();
    save(row, ARROWS[event.key][0], { sel: box.name || "" });
  }
}

function inRow(event, row) {
  const arrow = ARROWS[event.key];
  if (event.key === "Escape") row.querySelector(".mx-menu[open] > summary")?.click();
  if (!arrow) return;
  if (event.altKey) {
    event.preventDefault();
    act(row.querySelector("[data-move]").getAttribute("formaction"), { arah: arrow[0] });
  } else if (event.target.matches("[data-edit]")) {
    const links = [...matrix.querySelectorAll(".mx-row [data-edit]")];
    const next = links[links.indexOf(event.target) + arrow[1]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

matrix.addEventListener("keydown", (event) => {
  const row = event.target.closest(".mx-row");
  if (!row || event.isComposing || event.target.closest(".mx-under")) return;
  if (row.matches(".mx-open")) inOpenRow(event, row);
  else inRow(event, row);
});

// ---- pointer --------------------------------------------------------------------------------------

function clicked(event) {
  const at = (selector) => event.target.closest(selector);
  const row = at(".mx-row");
  if (at("[data-cancel]")) return () => cancel(openRow());
  if (at("[data-propose]")) return () => propose(at("[data-propose]"));
  if (at("[data-edit]")) return () => open(row.id);
  if (at("[data-add]")) return () => add(at("[data-add]"));
  if (at("[data-delete]")) return () => act(at("[data-delete]").getAttribute("href"));
  const button = at('button[form="mx-laku"]');
  if (button) {
    const values = button.name ? { [button.name]: button.value } : {};
    return () => act(button.getAttribute("formaction"), values);
  }
  const cell = at("a[data-row][data-field]");
  if (cell && document.getElementById(`tonggak-${cell.dataset.row}`)) {
    return () => open(`tonggak-${cell.dataset.row}`, cell.dataset.field);
  }
  if (at("#baris button[type=submit]")) {
    return () => save(row, at("button").value);
  }
  const empty = row && !row.matches(".mx-open") && !at("a, button, summary, .mx-grip, .mx-under");
  if (empty && at("[data-sel]") && !String(window.getSelection())) {
    return () => open(row.id, at("[data-sel]").dataset.sel);
  }
  return null;
}

document.addEventListener("click", (event) => {
  matrix.querySelectorAll(".mx-menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  const deed = plainClick(event) && clicked(event);
  if (!deed) return;
  event.preventDefault();
  deed();
});

// ---- what was typed -------------------------------------------------------------------------------

matrix.addEventListener("input", (event) => {
  const row = event.target.closest(".mx-open");
  if (!row || event.target.closest(".mx-under")) return;
  row.setAttribute("data-dirty", "");
  warned = null;
  follow();
});
matrix.addEventListener("focusin", (event) => {
  if (event.target.matches(".mx-open input")) event.target.select();
});
window.addEventListener("beforeunload", (event) => {
  if (isDirty(openRow())) event.preventDefault();
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get") return;
  const { parameters } = event.detail;
  parameters.terlihat = matrix.querySelectorAll('.mx-row:not([data-row=""])').length;
  if (event.detail.elt === preview) parameters.baris = openRow()?.dataset.row || "";
  parameters.dari = document.getElementById("mx-tabel").dataset.from;
});

// Somebody deleted the row that is open: what was typed can still be saved, as a new one.
document.addEventListener("htmx:responseError", (event) => {
  const row = openRow();
  if (event.detail.xhr.status !== 404 || event.detail.requestConfig.elt !== form()) return;
  form().setAttribute("data-hx-post", form().dataset.create);
  row.removeAttribute("data-row");
  const told = document.createElement("p");
  told.className = "field-err";
  told.setAttribute("role", "alert");
  told.textContent =
    "Tonggak ini sudah dihapus orang lain. Isian Anda masih di sini; Simpan membuatnya sebagai tonggak baru.";
  form().prepend(told);
});

function placeholders() {
  if (!openRow()) return;
  const proposed = openRow().querySelector("[data-propose]")?.dataset.propose.split(";") || [];
  QUARTERS.forEach((name, index) => {
    document.getElementById(`id_${name}`)?.setAttribute("placeholder", proposed[index] || "");
  });
}

preview.addEventListener("htmx:afterSettle", () => {
  const slot = openRow()?.querySelector("[data-proposal]");
  if (!slot || slot.contains(document.activeElement)) return;
  slot.replaceChildren(...preview.querySelector("p").childNodes);
  placeholders();
});

// ---- dragging -------------------------------------------------------------------------------------

function placeOf(row) {
  let before = row.previousElementSibling;
  while (before && !before.matches(".mx-row, .mx-stage")) before = before.previousElementSibling;
  if (!before) return null;
  return before.matches(".mx-stage")
    ? { tahap: before.dataset.head, sesudah: "" }
    : { tahap: before.dataset.stage, sesudah: before.dataset.row };
}

async function sortable(table) {
  const { default: Sortable } = await import(matrix.dataset.sortable);
  let back = null;
  table.dataset.drags = "";
  Sortable.create(table, {
    draggable: ".mx-row:not(.mx-open), .mx-stage",
    handle: ".mx-grip",
    animation: 120,
    onStart: ({ item }) => {
      back = item.nextElementSibling;
    },
    onMove: ({ related, willInsertAfter }) =>
      related !== table.querySelector(".mx-stage") || willInsertAfter,
    onEnd: async ({ item }) => {
      const place = placeOf(item);
      if (item.nextElementSibling === back) return;
      const url = item.querySelector("[data-move]").getAttribute("formaction");
      if (place && (await settle())) await ask("POST", url, { target: "#mx-tabel", values: place });
      else back.before(item);
    },
  });
}

document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt.id === "mx-tabel") sortable(event.detail.elt);
  placeholders();
});
sortable(document.getElementById("mx-tabel"));
