// Record progress: what is typed and chosen is kept on the device at once (outbox.js); saving
// sends the figures and then each file by itself (delivery.js). Without it the form is sent as usual.
import * as outbox from "./outbox.js";
import { deliver, stop, user } from "./delivery.js";
import { FileRows } from "./file-rows.js";
import { shrink } from "./shrink.js";

const DRAFT_MS = 400;
const form = document.querySelector("form[data-upload]");

function isFree(file, files) {
  return !files.some((one) => one.name === file.name && one.file.size === file.size);
}

function start() {
  const find = (name) => form.querySelector(`[data-${name}]`);
  const input = form.querySelector('input[type="file"]');
  const camera = find("camera-input");
  const [status, statusText, callout] = [find("upload-status"), find("upload-text"), find("callout")];
  const [restored, finish, submit] = [find("restored"), find("finish"), find("submit")];
  const path = window.location.pathname;
  const limit = Number(form.dataset.upload);
  let id = `${user} ${path} ${form.elements.key.value}`;
  let files = [];
  let saved = null;
  let sending = false;
  let unsafe = false;
  let tried = false;
  let later;
  const shrinking = new Set();

  const fields = () =>
    [...new FormData(form)].filter(
      ([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string",
    );
  const typed = () =>
    JSON.stringify(fields().filter(([name]) => name !== "key" && name !== "seen"));
  const before = typed();

  // -- kept on the device -------------------------------------------------------------------------

  const keep = async (state, error = "") => {
    clearTimeout(later);
    later = null;
    if (state === "draft" && !files.length && typed() === before) {
      unsafe = false;
      return outbox.remove(id);
    }
    form.dataset.item = id;
    unsafe = !(await outbox.put({
      id,
      user,
      page: path + window.location.search,
      title: form.dataset.title,
      state,
      fields: fields(),
      files,
      saved: null,
      error,
      touched: Boolean(error),
      at: Date.now(),
    }));
    return unsafe;
  };
  // What changed since it was saved waits for the person to save it again: it may be half typed.
  const keepDraft = () => {
    if (sending || saved) return;
    if (tried) {
      keep("refused", "Diubah sesudah disimpan. Buka, lalu simpan lagi.");
      if (!callout.hidden) warn("Isian berubah. Simpan lagi agar dikirim.");
    } else {
      keep("draft");
    }
  };
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(keepDraft, DRAFT_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && later) keepDraft();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsafe && !saved) event.preventDefault();
  });

  const restore = (item) => {
    id = item.id;
    files = item.files.map((file) => ({ ...file, state: "", error: "" }));
    const values = new Map(item.fields);
    [...form.elements].forEach((box) => {
      if (!box.name || box.name === "csrfmiddlewaretoken" || box.type === "file") return;
      if (box.type === "checkbox") box.checked = values.has(box.name);
      else if (values.has(box.name)) box.value = values.get(box.name);
    });
    form.querySelectorAll("[data-number]").forEach((box) => {
      box.dispatchEvent(new Event("input"));
    });
    clearTimeout(later);
    rows.draw(files);
  };

  // -- files ----------------------------------------------------------------------------------------

  const drop = async (file) => {
    files = files.filter((other) => other.key !== file.key);
    rows.draw(files);
    if (saved) {
      await outbox.change(id, (item) => {
        item.files = item.files.filter((other) => other.key !== file.key);
        item.state = "queued";
      });
      go();
    } else {
      keepDraft();
    }
    find("pick").focus();
  };
  const again = async (file) => {
    Object.assign(file, { state: "", error: "" });
    await outbox.change(id, (item) => {
      const stored = item.files.find((other) => other.key === file.key);
      if (stored) Object.assign(stored, { state: "", error: "" });
      item.state = "queued";
    });
    go();
  };
  const rows = new FileRows(find("file-list"), find("file-row"), {
    drop,
    again,
    stop: ({ key }) => stop(key),
  });

  const add = async (chosen) => {
    const fresh = [...chosen]
      .filter((file) => isFree(file, files))
      .map((file) => ({
        ...{ key: outbox.newKey(), name: file.name || "foto.jpg", file },
        ...{ small: null, taken: null, state: "", error: "" },
      }));
    files.push(...fresh);
    rows.draw(files);
    const work = Promise.all(
      fresh.map(async (entry) => {
        rows.show(entry, "shrinking");
        Object.assign(entry, await shrink(entry.file));
        if ((entry.small ?? entry.file).size > limit) {
          entry.state = "refused";
          entry.error = `Lebih besar dari batas ${Math.round(limit / 1048576)} MB. Kecilkan atau bagi berkasnya.`;
        }
        rows.show(entry);
      }),
    );
    shrinking.add(work);
    await work;
    shrinking.delete(work);
    if (saved) {
      await outbox.change(id, (item) => {
        item.files.push(...fresh);
        item.state = "queued";
      });
      go();
    } else {
      keepDraft();
    }
  };
  for (const box of [input, camera]) {
    box.addEventListener("change", () => {
      const chosen = [...box.files];
      box.value = "";
      add(chosen);
    });
  }
  find("file-buttons").hidden = false;
  input.classList.add("visually-hidden");
  find("pick").addEventListener("click", () => input.click());
  find("camera").addEventListener("click", () => camera.click());

  // -- saving ---------------------------------------------------------------------------------------

  const say = (sentence) => {
    status.hidden = !sentence;
    statusText.textContent = sentence;
  };
  const warn = (sentence, { link = null, kind = "other" } = {}) => {
    callout.hidden = !sentence;
    callout.dataset.kind = kind;
    callout.querySelector("p").replaceChildren(sentence, ...(link ? [" ", link] : []));
    if (sentence) callout.scrollIntoView({ block: "nearest" });
  };
  const go = async () => {
    sending = true;
    warn("");
    say(saved ? "Mengirim berkas…" : "Menyimpan…");
    const result = await deliver(id);
    if (result !== "busy" && result !== "gone") return; // told by the event
    sending = false;
    say(result === "busy" ? "Sedang dikirim di tab lain." : "");
  };
  const haveSaved = (place) => {
    saved = place;
    find("fields").inert = true;
    submit.hidden = true;
    finish.hidden = false;
    finish.href = place.url;
    restored.hidden = true;
    if (files.length) say("Angkanya tersimpan. Berkasnya sedang dikirim…");
  };
  const logIn = () => {
    const link = document.createElement("a");
    const here = encodeURIComponent(path + window.location.search);
    link.href = `${document.querySelector("[data-outbox]").dataset.login}?next=${here}`;
    link.textContent = "Masuk lagi";
    return link;
  };
  const mend = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("form[data-upload]");
    if (!fresh) return warn("Progres belum dapat dicatat pada tonggak ini. Muat ulang halaman.");
    form.querySelectorAll("[data-fields], [data-extras]").forEach((old) => {
      const name = old.matches("[data-fields]") ? "fields" : "extras";
      old.replaceWith(fresh.querySelector(`[data-${name}]`));
    });
    say("Belum tersimpan. Perbaiki yang ditandai, lalu simpan lagi.");
    document.dispatchEvent(new CustomEvent("portal:replaced"));
    return form.querySelector("[data-error-summary]")?.focus();
  };

  const endings = {
    done: ({ saved: { url } }) => {
      say("Tersimpan.");
      window.location.assign(url);
    },
    offline: () => {
      say("");
      let sentence = "Sambungan lemah. Isian disimpan di perangkat ini dan dikirim begitu tersambung.";
      if (saved) {
        sentence = "Angkanya tersimpan. Berkasnya disimpan di perangkat ini dan dikirim begitu tersambung.";
      } else if (unsafe) {
        sentence =
          "Sambungan putus, dan perangkat ini tidak dapat menyimpan isian. Biarkan halaman ini terbuka; dikirim begitu tersambung.";
      }
      warn(sentence, { kind: "line" });
    },
    login: () => {
      say("");
      warn("Sesi berakhir. Catatan Anda tersimpan di perangkat ini.", { link: logIn() });
    },
    person: () => {
      say("");
      warn("Orang lain sedang masuk di peramban ini. Catatan ini dikirim setelah Anda masuk lagi.");
    },
    files: () => {
      say("");
      warn("Angkanya tersimpan. Sebagian berkas belum masuk: ulangi, buang, atau pilih penggantinya.");
    },
    refused: ({ text }) => {
      if (text.includes("<")) return mend(text);
      say("");
      return warn(text);
    },
  };
  const mine = (handle) => (event) => {
    if (event.detail.id === id) handle(event.detail);
  };
  document.addEventListener("outbox:saved", mine(({ saved: place }) => haveSaved(place)));
  document.addEventListener(
    "outbox:file",
    mine(({ key, state, percent, error }) => {
      const file = files.find((other) => other.key === key);
      if (!file) return;
      if (state !== "sending") Object.assign(file, { state: state === "failed" ? "" : state, error });
      rows.show(file, state, percent);
    }),
  );
  document.addEventListener(
    "outbox:ended",
    mine((detail) => {
      sending = detail.result === "done";
      endings[detail.result]?.(detail);
    }),
  );

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending || saved) return;
    sending = tried = true;
    say("Menyimpan…");
    await Promise.all(shrinking);
    await keep("queued");
    go();
  });

  // -- as the page opens ----------------------------------------------------------------------------

  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && (saved || sending)) window.location.reload();
  });
  outbox.ofPage(user, path).then((item) => {
    if (!item || files.length || typed() !== before) return;
    restore(item);
    tried = item.state !== "draft";
    if (item.state === "draft" || item.touched) {
      const clock = new Date(item.at).toLocaleString("id-ID", { dateStyle: "medium", timeStyle: "short" });
      find("restored-text").textContent = `Isian Anda dari ${clock} belum disimpan.`;
      restored.hidden = false;
    } else {
      outbox.change(id, (stored) => Object.assign(stored, { state: "queued", error: "" })).then(go);
    }
  });
  document.querySelector("[data-forget]").addEventListener("click", async () => {
    await outbox.remove(id);
    window.location.reload();
  });
}

if (form && user) start();
