// A part of the page that could not be fetched: says so on the page, with what to do.
const place = document.querySelector("[data-errors]");

function say(sentence) {
  if (!place) return;
  const box = document.createElement("div");
  box.className = "callout callout-bad";
  box.setAttribute("role", "alert");
  box.textContent = sentence;
  place.replaceChildren(box);
  box.scrollIntoView({ block: "nearest" });
}

// What the page does by itself fails silently: <… data-quiet data-hx-…>.
const asked = (event) => !event.target.closest?.("[data-quiet]");

document.addEventListener("htmx:sendError", (event) => {
  if (asked(event)) say("Sambungan putus. Periksa jaringan, lalu ulangi.");
});
document.addEventListener("htmx:responseError", (event) => {
  if (!asked(event)) return;
  const code = event.detail.xhr.status;
  say(
    code === 403
      ? "Anda tidak berhak melakukan ini, atau halaman ini sudah lama terbuka. Muat ulang halaman."
      : "Portal tidak dapat menjawab. Muat ulang halaman, lalu ulangi.",
  );
});
