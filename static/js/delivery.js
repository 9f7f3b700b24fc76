// Sends what the outbox holds: the figures first, then each file by itself, each thing once.
// Events on the document, all with {id}:
//   outbox:saved  {saved}                         the portal has the figures
//   outbox:file   {key, state, percent, error}    "sending", "sent", "refused", "failed", "stopped"
//   outbox:ended  {result, text}                  result as `deliver` gives it
import * as outbox from "./outbox.js";

const AT_ONCE = 2;
const ANSWER_MS = 60_000;
// A file that makes no step for so long has lost its line.
const STALL_MS = 45_000;
const CHECKBOXES = ["keep_place", "confidential"];

const place = document.querySelector("[data-outbox]");
export const user = place?.dataset.user;

const under = new Set();
const uploads = new Map();

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`outbox:${name}`, { detail }));
}

// The cookie is the token of now, also after a log-in in another tab; the page's may be older.
function token() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? cookie[1] : document.querySelector('meta[name="csrf-token"]').content;
}

function headers(item) {
  const behind = new URL(item.page, window.location.href).pathname !== window.location.pathname;
  return {
    "X-Requested-With": "XMLHttpRequest",
    "X-CSRFToken": token(),
    "X-Portal-User": item.user,
    "X-Portal-Behind": behind ? "1" : "0",
  };
}

// Sends item `id`. "done"; "offline" (again later); "login"; "person" (somebody else is logged
// in); "refused" (422, `text` is the page); "files" (files were refused); "busy"; "gone".
export async function deliver(id) {
  if (under.has(id)) return "busy";
  under.add(id);
  try {
    let result = "busy";
    if (navigator.locks) {
      await navigator.locks.request(`outbox ${id}`, { ifAvailable: true }, async (lock) => {
        if (lock) result = await attempt(id);
      });
    } else {
      result = await attempt(id);
    }
    return result;
  } finally {
    under.delete(id);
  }
}

export function stop(key) {
  uploads.get(key)?.stop();
}

async function attempt(id) {
  const item = await outbox.get(id);
  if (!item || item.state === "draft" || item.user !== user) return "gone";
  let [result, text] = item.saved ? ["done", ""] : await sendFigures(item);
  if (result === "done") result = await sendFiles(id);
  if (result === "done") await outbox.remove(id);
  tell("ended", { id, result, text, saved: (await outbox.get(id))?.saved ?? item.saved });
  return result;
}

// -- the figures ----------------------------------------------------------------------------------

async function sendFigures(item) {
  const body = new FormData();
  item.fields.forEach(([name, value]) => body.append(name, value));
  let answer;
  try {
    answer = await fetch(item.page, {
      method: "POST",
      body,
      headers: headers(item),
      redirect: "manual",
      signal: AbortSignal.timeout?.(ANSWER_MS),
    });
    if (answer.status === 200) {
      const { url, upload_url } = await answer.json();
      item.saved = { url, upload_url };
      await outbox.change(item.id, (stored) => {
        stored.saved = item.saved;
        stored.error = "";
      });
      tell("saved", { id: item.id, saved: item.saved });
      return ["done", ""];
    }
  } catch {
    return ["offline", ""];
  }
  const text = await answer.text().catch(() => "");
  const outcome = outcomeOf(answer);
  if (outcome === "refused") await refuse(item.id, sentenceOf(answer.status, text));
  return [outcome, answer.status === 422 ? text : sentenceOf(answer.status, text)];
}

function outcomeOf({ type, status }) {
  if (type === "opaqueredirect" || status === 401) return "login";
  if (status === 409) return "person";
  // 408, 429 and what a server says in trouble pass by themselves.
  return status >= 500 || status === 408 || status === 429 ? "offline" : "refused";
}

function refuse(id, sentence) {
  return outbox.change(id, (stored) => {
    stored.state = "refused";
    stored.error = sentence;
  });
}

function sentenceOf(status, text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.querySelector(".field-err") ?? page.querySelector("[data-error-summary] p");
  if (status === 422 && found) return found.textContent.trim();
  return `Portal menolak (${status}). Buka isiannya, periksa, lalu simpan lagi.`;
}

// -- the files ------------------------------------------------------------------------------------

async function sendFiles(id) {
  for (;;) {
    const item = await outbox.get(id);
    const waiting = item.files.filter((file) => !file.state).slice(0, AT_ONCE);
    if (!waiting.length) break;
    const results = await Promise.all(waiting.map((file) => sendFile(item, file)));
    for (const result of ["login", "person", "offline"]) {
      if (results.includes(result)) return result;
    }
  }
  const left = (await outbox.get(id)).files;
  if (!left.length) return "done";
  await refuse(id, left.map(({ name, error }) => `${name}: ${error}`).join(" "));
  return "files";
}

async function sendFile(item, file) {
  const step = (state, more = {}) => tell("file", { id: item.id, key: file.key, state, ...more });
  const [result, errors] = await request(item, file, (percent) => step("sending", { percent }));
  if (result === "sent") {
    await outbox.change(item.id, (stored) => {
      stored.files = stored.files.filter((other) => other.key !== file.key);
    });
    step("sent");
  } else if (result === "refused" || result === "stopped") {
    const error = result === "stopped" ? "Dihentikan." : errors.join(" ");
    await outbox.change(item.id, (stored) => {
      const found = stored.files.find((other) => other.key === file.key);
      if (found) Object.assign(found, { state: result, error });
    });
    step(result, { error });
  } else {
    step("failed", { error: result === "offline" ? "Sambungan putus." : "Belum terkirim." });
  }
  return result;
}

function request(item, file, onPercent) {
  const given = new Map(item.fields);
  const body = new FormData();
  body.append("key", file.key);
  body.append("taken", file.taken ?? "");
  body.append("fulfils", given.get("fulfils") ?? "");
  CHECKBOXES.filter((name) => given.has(name)).forEach((name) => body.append(name, "on"));
  // A shrunk photo has lost its place, so where that is to be kept the original goes.
  const small = given.has("keep_place") ? null : file.small;
  body.append("file", small ?? file.file, small ? file.name.replace(/\.[^.]*$/, ".jpg") : file.name);
  return new Promise((resolve) => {
    const sending = new XMLHttpRequest();
    let stall;
    let stopped = false;
    const alive = () => {
      clearTimeout(stall);
      stall = setTimeout(() => sending.abort(), STALL_MS);
    };
    const end = (result, errors = []) => {
      clearTimeout(stall);
      uploads.delete(file.key);
      resolve([result, errors]);
    };
    sending.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      alive();
      if (lengthComputable) onPercent(Math.round((100 * loaded) / total));
    });
    sending.addEventListener("load", () => end(...answerOf(sending)));
    sending.addEventListener("error", () => end("offline"));
    sending.addEventListener("abort", () => end(stopped ? "stopped" : "offline"));
    uploads.set(file.key, {
      stop: () => {
        stopped = true;
        sending.abort();
      },
    });
    sending.open("POST", item.saved.upload_url);
    Object.entries(headers(item)).forEach(([name, value]) => sending.setRequestHeader(name, value));
    onPercent(0);
    alive();
    sending.send(body);
  });
}

function answerOf({ status, responseText }) {
  let given = {};
  try {
    given = JSON.parse(responseText);
  } catch {
    // A page of a proxy or of the portal in trouble.
  }
  if (status === 200) return given.id ? ["sent"] : ["offline"];
  const outcome = outcomeOf({ status });
  if (outcome !== "refused") return [outcome];
  return ["refused", given.errors ?? [`Portal menolak (${status}).`]];
}
