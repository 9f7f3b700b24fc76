// A box for a date that is typed as people write it gets a button with the browser's own calendar.
const made = document.getElementById("kalender");

function ready(box) {
  if (!made || box.nextElementSibling?.matches("[data-calendar]")) return;
  box.after(made.content.cloneNode(true));
}

const all = (within) => within.querySelectorAll("[data-date]").forEach(ready);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar]");
  if (!button) return;
  const [box, native] = [button.previousElementSibling, button.nextElementSibling];
  const written = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(box.value.trim());
  native.value = written
    ? `${written[3]}-${written[2].padStart(2, "0")}-${written[1].padStart(2, "0")}`
    : "";
  native.showPicker();
});

document.addEventListener("change", (event) => {
  const native = event.target;
  if (!native.matches?.(".cal-native") || !native.value) return;
  const box = native.previousElementSibling.previousElementSibling;
  box.value = native.value.split("-").reverse().join("-");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});

document.addEventListener("htmx:load", (event) => all(event.detail.elt));
all(document);
