// Shows what is typed in a password field: <div class="pw"><input><button data-reveal hidden><span>Lihat</span></button></div>
document.querySelectorAll("[data-reveal]").forEach((button) => {
  const field = button.parentElement.querySelector("input");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.firstElementChild.textContent = shown ? "Lihat" : "Tutup";
    field.focus();
  });
  field.form?.addEventListener("submit", () => {
    field.type = "password"; // so that the browser's store of passwords recognises it
  });
});
