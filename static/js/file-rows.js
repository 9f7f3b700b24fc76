// The chosen files of a form, a row each: picture, name, how far it is, and what can be done.
export function size(bytes) {
  const mega = bytes / 1048576;
  return mega >= 1 ? `${mega.toFixed(1).replace(".", ",")} MB` : `${Math.ceil(bytes / 1024)} kB`;
}

function note(file, state, percent) {
  const bytes = size((file.small ?? file.file).size);
  const made = file.small ? `${bytes}, dikecilkan dari ${size(file.file.size)}` : bytes;
  return {
    shrinking: "Mengecilkan foto…",
    sending: percent < 100 ? `Mengunggah, ${percent} %` : "Diterima, sedang diperiksa…",
    sent: `Terkirim, ${bytes}`,
    refused: file.error,
    stopped: "Dihentikan",
    failed: file.error || "Sambungan putus",
  }[state] ?? made;
}

// `list` shows what `template` draws; `acts` are {drop, again, stop}, each called with the file.
export class FileRows {
  constructor(list, template, acts) {
    Object.assign(this, { list, template, acts, rows: new Map() });
  }

  draw(files) {
    const keys = new Set(files.map(({ key }) => key));
    for (const [key, row] of this.rows) {
      if (!keys.has(key)) {
        if (row.address) URL.revokeObjectURL(row.address);
        row.element.remove();
        this.rows.delete(key);
      }
    }
    files.filter(({ key }) => !this.rows.has(key)).forEach((file) => this.append(file));
    this.list.hidden = !files.length;
  }

  append(file) {
    const element = this.template.content.firstElementChild.cloneNode(true);
    const find = (name) => element.querySelector(`[data-${name}]`);
    find("name").textContent = file.name;
    find("again").setAttribute("aria-label", `Ulangi ${file.name}`);
    find("again").addEventListener("click", () => this.acts.again(file));
    find("drop").addEventListener("click", () => {
      if (element.dataset.state === "sending") this.acts.stop(file);
      else this.acts.drop(file);
    });
    this.rows.set(file.key, { element, find, address: null });
    this.list.append(element);
    this.show(file);
  }

  picture(file) {
    const row = this.rows.get(file.key);
    if (row.address || !(file.small ?? file.file).type.startsWith("image/")) return;
    const image = row.find("thumb");
    row.address = URL.createObjectURL(file.small ?? file.file);
    image.addEventListener("load", () => {
      image.hidden = false;
      row.find("glyph").hidden = true;
    });
    image.src = row.address;
  }

  // `state` as it is told by delivery.js, or "shrinking"; else what the file says of itself.
  show(file, state = file.state, percent = 0) {
    const row = this.rows.get(file.key);
    if (!row) return;
    const { element, find } = row;
    element.dataset.state = state || "ready";
    find("note").textContent = note(file, state, percent);
    const bar = find("bar");
    bar.hidden = state !== "sending";
    bar.value = percent;
    find("again").hidden = !["refused", "stopped", "failed"].includes(state);
    find("drop").hidden = state === "sent" || state === "shrinking";
    const verb = state === "sending" ? "Hentikan" : "Buang";
    find("drop").setAttribute("aria-label", `${verb} ${file.name}`);
    if (state !== "shrinking") this.picture(file);
  }
}
