// Toasts: each may be closed; one without a way back leaves by itself, unless it is being read.
const STAY_MS = 8000;

function close(toast) {
  toast.remove();
}

function ready(toast) {
  const button = toast.querySelector("[data-dismiss]");
  button.hidden = false;
  button.addEventListener("click", () => close(toast));
  if (toast.querySelector("a")) return; // a way back stays until the person has decided
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

document.querySelectorAll("[data-toast]").forEach(ready);
