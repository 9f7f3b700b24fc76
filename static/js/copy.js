// Copies the text of a field: <input id="alamat" readonly> <button type="button" data-copy="alamat" hidden>.
function start(button) {
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select(); // an old browser, or no https: the person copies what is marked
      document.execCommand("copy");
    }
    words.textContent = "Tersalin";
    window.setTimeout(() => {
      words.textContent = before;
    }, 4000);
  });
}

const startAll = () => document.querySelectorAll("[data-copy][hidden]").forEach(start);
startAll();
document.addEventListener("dasbor:baru", startAll);
