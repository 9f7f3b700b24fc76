// Toasts: each may be closed; one without a way back leaves by itself, unless it is being read.
const STAY_MS = 8000;

function close(toast) {
  toast.remove();
}

function ready(toast) {
  if (toast.dataset.ready) return;
  toast.dataset.ready = "1";
  const button = toast.querySelector("[data-dismiss]");
  button.hidden = false;
  button.addEventListener("click", () => close(toast));
  const back = toast.querySelector("a, button:not([data-dismiss])");
  back?.addEventListener("click", () => setTimeout(close, 0, toast));
  if (back) return; // a way back stays until the person has decided
  let timer = setTimeout(close, STAY_MS, toast);
  for (const type of ["pointerenter", "focusin"]) {
    toast.addEventListener(type, () => clearTimeout(timer));
  }
  for (const type of ["pointerleave", "focusout"]) {
    toast.addEventListener(type, () => {
      clearTimeout(timer);
      timer = setTimeout(close, STAY_MS, toast);
    });
  }
}

const all = () => document.querySelectorAll("[data-toast]").forEach(ready);
// Toasts also come with what a script fetches.
document.addEventListener("htmx:load", all);
all();
