// The bar on every page of an agency: what has not reached the portal yet, sent as soon as it can.
import * as outbox from "./outbox.js";
import { deliver, user } from "./delivery.js";

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 240_000;

const bar = document.querySelector("[data-outbox]");
const find = (name) => bar.querySelector(`[data-outbox-${name}]`);
const dialog = document.querySelector("[data-outbox-dialog]");
const results = new Map();
let wait = FIRST_WAIT_MS;
let timer;
let doomed;
let sent = null;

const pathOf = (item) => new URL(item.page, window.location.href).pathname;
const isMine = (item) => item.user === user && item.state !== "draft";
// The open form sends its own, and shows what comes of it.
const isOfForm = (item) =>
  !item.saved &&
  pathOf(item) === window.location.pathname &&
  document.querySelector("form[data-upload]");

// What the open form tells of itself needs no row here.
const isShown = (item) => item.id === document.querySelector("form[data-upload]")?.dataset.item;

function reason(item) {
  const result = results.get(item.id);
  if (item.state === "refused") return item.error;
  if (result === "person") return "Orang lain sedang masuk di peramban ini. Muat ulang halaman.";
  if (!navigator.onLine) return "Tidak ada sambungan; dikirim begitu tersambung.";
  if (result === "offline") return "Portal belum terjangkau; dicoba lagi sebentar lagi.";
  return item.saved ? "Angkanya sudah tersimpan, berkasnya menunggu." : "Tersimpan di perangkat ini.";
}

function row(item) {
  const element = find("row").content.firstElementChild.cloneNode(true);
  const part = (name) => element.querySelector(`[data-${name}]`);
  const clock = new Date(item.at).toLocaleString("id-ID", { dateStyle: "medium", timeStyle: "short" });
  const files = item.files.length ? `, ${item.files.length} berkas` : "";
  part("title").textContent = item.title;
  part("when").textContent = `${clock}${files}. ${reason(item)}`;
  part("open").href = item.saved ? item.saved.url : item.page;
  part("again").hidden = !(item.saved && item.state === "refused");
  part("again").addEventListener("click", async () => {
    await outbox.change(item.id, (stored) => {
      stored.state = "queued";
      stored.files.forEach((file) => Object.assign(file, { state: "", error: "" }));
    });
    send([item]);
  });
  part("discard").addEventListener("click", () => {
    doomed = item.id;
    dialog.querySelector("[data-what]").textContent = item.saved
      ? `Berkas yang belum terkirim untuk ${item.title} dihapus dari perangkat ini. Angkanya tetap tersimpan di portal.`
      : `Isian ${item.title} dihapus dari perangkat ini dan tidak dapat dikembalikan.`;
    dialog.showModal();
  });
  return element;
}

async function draw() {
  const items = await outbox.all();
  // What the open form is just sending is on its way, not left behind.
  const mine = items.filter((item) => isMine(item) && (!isShown(item) || results.has(item.id)));
  const foreign = items.filter((item) => item.user !== user && item.state !== "draft");
  const ended = mine.some((item) => results.get(item.id) === "login");
  const told = foreign.length && document.querySelector("[data-outbox-foreign]");
  let text = mine.length ? `${mine.length} catatan belum terkirim` : "";
  if (mine.length && mine.every((item) => item.saved)) {
    text = `Berkas ${mine.length} catatan belum terkirim`;
  }
  if (!text && sent) text = "Catatan terkirim.";
  if (ended) text = "Sesi berakhir. Masuk lagi; catatan Anda tersimpan di perangkat ini.";
  find("text").textContent = text;
  find("login").hidden = !ended;
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  find("login").href = `${bar.dataset.login}?next=${here}`;
  find("send").hidden = ended || !mine.some((item) => item.state === "queued");
  find("sent").hidden = Boolean(mine.length) || !sent;
  if (sent) find("sent").href = sent;
  find("list").replaceChildren(...mine.filter((item) => !isShown(item)).map(row));
  find("line").hidden = !text;
  bar.dataset.state = mine.length ? "waiting" : "sent";
  bar.hidden = !text;
  if (told) told.hidden = false;
}

async function send(items) {
  for (const item of items) {
    const result = await deliver(item.id);
    if (["offline", "login", "person"].includes(result)) break; // the others would fare alike
  }
}

async function sendAll({ atLoad = false } = {}) {
  clearTimeout(timer);
  const items = (await outbox.all()).filter((item) => isMine(item) && item.state === "queued");
  await send(items.filter((item) => !(atLoad && isOfForm(item))));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(sendAll, wait);
  wait = Math.min(LONGEST_WAIT_MS, wait * 2);
}

document.addEventListener("outbox:change", draw);
document.addEventListener("outbox:ended", ({ detail: { id, result, saved } }) => {
  results.set(id, result);
  if (result === "offline") later();
  else wait = FIRST_WAIT_MS;
  if (result === "done") sent = saved.url;
  draw();
});
window.addEventListener("online", () => sendAll());
window.addEventListener("offline", draw);
find("send").addEventListener("click", async () => {
  find("send").disabled = true;
  await sendAll();
  find("send").disabled = false;
});
dialog.querySelector("[data-discard]").addEventListener("click", async () => {
  dialog.close();
  await outbox.remove(doomed);
});

draw();
sendAll({ atLoad: true });
