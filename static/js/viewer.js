// The picture in the viewer: nearer and farther by buttons and keys, moved by dragging; a PDF opens
// at the page that was noted.
const STEPS = ["", "z2", "z3", "z4"];

function zoom(paper, step) {
  const picture = paper.querySelector("img");
  const now = Math.max(0, STEPS.findIndex((name) => name && picture.classList.contains(name)));
  const next = Math.min(Math.max(now + step, 0), STEPS.length - 1);
  if (next === now) return;
  // What is in the middle stays in the middle.
  const middle = (start, size, whole) => (start + size / 2) / whole;
  const x = middle(paper.scrollLeft, paper.clientWidth, paper.scrollWidth);
  const y = middle(paper.scrollTop, paper.clientHeight, paper.scrollHeight);
  STEPS.forEach((name, at) => name && picture.classList.toggle(name, at === next));
  paper.classList.toggle("near", next > 0);
  paper.scrollLeft = x * paper.scrollWidth - paper.clientWidth / 2;
  paper.scrollTop = y * paper.scrollHeight - paper.clientHeight / 2;
}

const shown = () => [...document.querySelectorAll("[data-paper]")].find((paper) => paper.checkVisibility());

document.querySelectorAll("[data-paper]").forEach((paper) => {
  const piece = paper.closest("[data-piece]");
  paper.tabIndex = 0;
  paper.setAttribute("role", "region");
  paper.setAttribute("aria-label", piece.querySelector("h3").textContent);
  piece.querySelectorAll("[data-zoom]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => zoom(paper, Number(button.dataset.zoom)));
  });
  let from = null;
  paper.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button || !paper.classList.contains("near")) return;
    event.preventDefault();
    paper.focus({ preventScroll: true });
    paper.setPointerCapture(event.pointerId);
    paper.classList.add("held");
    from = [event.clientX + paper.scrollLeft, event.clientY + paper.scrollTop];
  });
  paper.addEventListener("pointermove", (event) => {
    if (from) paper.scrollTo(from[0] - event.clientX, from[1] - event.clientY);
  });
  ["pointerup", "pointercancel"].forEach((name) =>
    paper.addEventListener(name, () => {
      from = null;
      paper.classList.remove("held");
    }),
  );
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  const step = { "+": 1, "=": 1, "-": -1 }[event.key];
  const paper = step && shown();
  if (!paper) return;
  event.preventDefault();
  zoom(paper, step);
});

// The browser's own viewer takes the page from the address alone, and only when it opens.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-page]")) return;
  const frame = event.target.closest("[data-piece]").querySelector("iframe[data-pdf]");
  const page = Number(event.target.value);
  if (!frame || !Number.isInteger(page) || page < 1) return;
  const fresh = frame.cloneNode();
  fresh.src = `${frame.dataset.pdf}#page=${page}`;
  frame.replaceWith(fresh);
});

// The browser's PDF viewer takes the keys to itself when it opens; they stay where the person was,
// unless it was pressed upon.
let last = null;
document.addEventListener("focusin", (event) => {
  if (!event.target.matches("iframe")) last = event.target;
});
document.addEventListener("focusout", (event) => {
  if (event.relatedTarget === null && document.hasFocus()) last = null;
});
const giveBack = () => {
  const frame = document.activeElement;
  if (!frame?.matches("iframe[data-pdf]") || frame.matches(":hover")) return;
  frame.blur();
  window.focus();
  last?.focus({ preventScroll: true });
};
window.addEventListener("blur", () => setTimeout(giveBack));
document.querySelectorAll("iframe[data-pdf]").forEach((frame) => {
  frame.addEventListener("load", () => setTimeout(giveBack));
});
