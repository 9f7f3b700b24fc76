// Dialogs: a link with data-dialog="ID" opens <dialog id="ID"> in place of the page that it leads to.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
});

// A form that was refused comes back with its dialog open.
document.querySelector("dialog[data-open]")?.showModal();
