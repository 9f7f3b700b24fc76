// Upload of a workbook: shows how far the sending and then the reading is; without it the form is
// sent as usual. A second press while it is under way does nothing.
const form = document.querySelector("form[data-import]");
const EVERY = 500;

if (form) {
  const status = form.querySelector("[data-import-status]");
  const text = form.querySelector("[data-import-text]");
  const bar = status.querySelector("progress");
  let asking = 0;

  const show = (sentence, percent) => {
    status.hidden = false;
    bar.hidden = percent === null;
    bar.value = percent ?? 0;
    text.textContent = sentence;
  };
  const refuse = (sentence) => {
    clearInterval(asking);
    delete form.dataset.sent;
    show(sentence, null);
  };
  const ask = async () => {
    const key = form.elements.key.value;
    try {
      const answer = await fetch(form.dataset.import.replace(/[0-9a-f-]{36}/, key));
      const { percent } = await answer.json();
      if (percent !== null && form.dataset.sent) show(`Membaca buku kerja, ${percent} %`, percent);
    } catch {
      // The next question may get through.
    }
  };

  form.addEventListener("submit", (event) => {
    const file = form.elements.file?.files?.[0];
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    show("Mengunggah…", 0);
    request.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      const percent = Math.round((100 * sent.loaded) / sent.total);
      show(`Mengunggah, ${percent} %`, percent);
    });
    request.upload.addEventListener("load", () => {
      show("Membaca buku kerja…", 0);
      asking = setInterval(ask, EVERY);
    });
    request.addEventListener("load", () => {
      clearInterval(asking);
      if (request.status === 200) {
        show("Selesai dibaca, pratinjau dibuka…", 100);
        window.location.assign(JSON.parse(request.responseText).url);
      } else if (request.status === 422) {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const fresh = page.querySelector("form[data-import] [data-fields]");
        form.querySelector("[data-fields]").replaceWith(fresh);
        window.htmx?.process(fresh);
        delete form.dataset.sent;
        status.hidden = true;
        document.dispatchEvent(new CustomEvent("portal:replaced"));
        form.querySelector("[data-error-summary]")?.focus();
      } else {
        refuse(`Portal menolak (${request.status}). Coba unggah lagi.`);
      }
    });
    request.addEventListener("error", () => refuse("Sambungan putus. Coba unggah lagi."));
    request.open("POST", window.location.href);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.send(new FormData(form));
  });

  // The page may come back from the browser's memory, with the upload as it was.
  window.addEventListener("pageshow", () => {
    clearInterval(asking);
    status.hidden = true;
  });
}
