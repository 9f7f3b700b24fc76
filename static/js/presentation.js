// Slides by the arrow keys, by page keys, by the clicker and by a swipe; the whole screen; quiet
// while nobody moves. Every step is a link of the slide, so that it works without this too.
const STILL_MS = 3000;
const SWIPE_PX = 60;
const STEPS = {
  ArrowRight: "next",
  PageDown: "next",
  " ": "next",
  ArrowLeft: "previous",
  PageUp: "previous",
  Home: "first",
  End: "last",
};

const deck = () => document.getElementById("dasbor");
const said = document.querySelector("[data-deck-said]");
const full = document.querySelector("[data-deck-full]");
const leave = document.querySelector("[data-deck-leave]");

// -- steps ---------------------------------------------------------------------------------------

let isUnderWay = false;
let pending = "";
let stepped = "";

function step(name) {
  if (isUnderWay) {
    pending = name; // pressed again before the slide was there
    return;
  }
  const link = deck().querySelector(`[data-step="${name}"]`);
  if (!link) return;
  stepped = document.activeElement?.dataset?.step ?? "";
  link.click();
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target === deck()) isUnderWay = true;
});
for (const end of ["htmx:afterSettle", "htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(end, () => {
    if (!isUnderWay) return;
    isUnderWay = false;
    const name = pending;
    pending = "";
    if (end !== "htmx:afterSettle") return;
    scrollTo({ top: 0, behavior: "instant" });
    const place = deck().querySelector("[data-deck-place]")?.textContent ?? "";
    said.textContent = `${place}: ${deck().querySelector("h1")?.textContent.trim()}`;
    if (stepped) deck().querySelector(`[data-step="${stepped}"]`)?.focus({ preventScroll: true });
    if (name) step(name);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "Escape") {
    // The browser itself leaves the whole screen first.
    if (!document.fullscreenElement) location.assign(leave.href);
    return;
  }
  if (event.key === "f" && !full.hidden) return void full.click();
  if (event.key === " " && event.target.closest("button")) return;
  const name = event.key === " " && event.shiftKey ? "previous" : STEPS[event.key];
  if (!name || deck().classList.contains("deck-all")) return;
  event.preventDefault();
  step(name);
});

let from = null;
document.addEventListener("touchstart", ({ touches }) => {
  from = touches.length === 1 ? [touches[0].clientX, touches[0].clientY] : null;
}, { passive: true });
document.addEventListener("touchend", ({ changedTouches }) => {
  if (!from || visualViewport.scale > 1) return;
  const x = changedTouches[0].clientX - from[0];
  const y = changedTouches[0].clientY - from[1];
  from = null;
  if (Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? "next" : "previous");
}, { passive: true });

// -- the whole screen -------------------------------------------------------------------------------

if (document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    full.querySelector("span").textContent = document.fullscreenElement ? "Kecilkan layar" : "Layar penuh";
  });
}

let timer = 0;
function stir() {
  document.documentElement.classList.remove("is-still");
  clearTimeout(timer);
  timer = setTimeout(() => {
    const isAtHand = document.activeElement?.closest(".deck-nav, .deck-bar");
    if (document.fullscreenElement && !isAtHand) document.documentElement.classList.add("is-still");
  }, STILL_MS);
}
for (const sign of ["pointermove", "pointerdown", "focusin"]) {
  document.addEventListener(sign, stir, { passive: true });
}
stir();
