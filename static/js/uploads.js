// Record progress: lists the chosen files and shows how far the upload is; without it the form
// is sent as usual. A refused form comes back with what was typed, and the chosen files stay.
const form = document.querySelector("form[data-upload]");

function size(bytes) {
  const mega = bytes / 1048576;
  return mega >= 1 ? `${mega.toFixed(1).replace(".", ",")} MB` : `${Math.ceil(bytes / 1024)} kB`;
}

if (form) {
  const input = form.querySelector('input[type="file"]');
  const list = form.querySelector("[data-file-list]");
  const status = form.querySelector("[data-upload-status]");
  const text = form.querySelector("[data-upload-text]");
  const bar = status.querySelector("progress");
  let chosen = [];

  const put = () => {
    const transfer = new DataTransfer();
    chosen.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    list.replaceChildren(...chosen.map(row));
    list.hidden = !chosen.length;
  };
  const row = (file) => {
    const item = document.createElement("li");
    item.className = "file";
    const name = document.createElement("span");
    name.className = "strong";
    name.textContent = file.name;
    const note = document.createElement("span");
    note.className = "note";
    note.textContent = size(file.size);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = "Buang";
    button.setAttribute("aria-label", `Buang ${file.name}`);
    button.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      put();
      input.focus();
    });
    item.append(name, note, button);
    return item;
  };

  const add = (files) => {
    const known = new Set(chosen.map((file) => `${file.name} ${file.size}`));
    chosen.push(...[...files].filter((file) => !known.has(`${file.name} ${file.size}`)));
    put();
  };
  input.addEventListener("change", () => add(input.files));

  const camera = form.querySelector("[data-camera-input]");
  form.querySelector("[data-file-buttons]").hidden = false;
  input.classList.add("visually-hidden");
  form.querySelector("[data-pick]").addEventListener("click", () => input.click());
  form.querySelector("[data-camera]").addEventListener("click", () => camera.click());
  camera.addEventListener("change", () => {
    add(camera.files);
    camera.value = "";
  });

  const refuse = (sentence) => {
    delete form.dataset.sent;
    status.hidden = false;
    bar.hidden = true;
    text.textContent = sentence;
  };

  form.addEventListener("submit", (event) => {
    if (!chosen.length || event.defaultPrevented) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    status.hidden = false;
    bar.hidden = false;
    bar.value = 0;
    request.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      const percent = Math.round((100 * sent.loaded) / sent.total);
      bar.value = percent;
      text.textContent = percent < 100 ? `Mengunggah, ${percent} %` : "Diterima, sedang diperiksa…";
    });
    request.addEventListener("load", () => {
      if (request.status === 422) {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const fresh = page.querySelector("form[data-upload]");
        form.querySelector("[data-fields]").replaceWith(fresh.querySelector("[data-fields]"));
        form.querySelectorAll("[data-files] .field-err").forEach((old) => old.remove());
        list.before(...fresh.querySelectorAll("[data-files] .field-err"));
        refuse("Belum tersimpan. Perbaiki yang ditandai, lalu simpan lagi.");
        document.dispatchEvent(new CustomEvent("portal:replaced"));
        form.querySelector("[data-error-summary]")?.focus();
      } else if (request.status === 200) {
        window.location.assign(JSON.parse(request.responseText).url);
      } else {
        refuse(`Portal menolak (${request.status}). Isian masih di halaman ini; coba simpan lagi.`);
      }
    });
    request.addEventListener("error", () => {
      refuse("Sambungan putus. Isian dan berkas masih di halaman ini; coba simpan lagi.");
    });
    request.open("POST", form.action || window.location.href);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.send(new FormData(form));
  });
}
