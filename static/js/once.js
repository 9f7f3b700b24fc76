// A form marked data-once is sent once: a second press while it is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // The page may come back from the browser's memory with the mark still on it.
  window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
});
