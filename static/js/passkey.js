// Passkeys: what needs a script appears with it; a key that the device did not give is told on the page.
document.querySelectorAll("[data-needs-script]").forEach((part) => {
  part.hidden = false;
});

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // or it would be written to the console only
  const note = document.querySelector("[data-passkey-error]");
  if (note) note.hidden = false;
});
