// The bell opens what is newest; without a script, or in a new tab, it leads to the whole list.
const bell = document.querySelector("[data-bell]");
const panel = document.getElementById("kabar");
const JUST_NOW_MS = 300;

if (bell && panel?.showPopover) {
  let closed = 0;
  bell.setAttribute("aria-haspopup", "dialog");
  bell.setAttribute("aria-expanded", "false");
  panel.addEventListener("beforetoggle", (event) => {
    const isOpen = event.newState === "open";
    bell.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) closed = Date.now();
  });
  // A click on the bell has closed the panel already: it must not open again.
  bell.addEventListener("htmx:beforeRequest", (event) => {
    if (Date.now() - closed < JUST_NOW_MS) event.preventDefault();
  });
  panel.addEventListener("htmx:afterSwap", () => {
    if (!panel.matches(":popover-open")) panel.showPopover();
    panel.querySelector("button, a")?.focus({ preventScroll: true });
  });
  bell.addEventListener("htmx:sendError", () => location.assign(bell.href));
  bell.addEventListener("htmx:responseError", () => location.assign(bell.href));
}
