// What was typed and chosen but has not reached the portal, kept on this device until it has.
// An item: {id, user, page, title, state, fields, files, saved, error, at}
//   state   "draft" (being typed), "queued" (to be sent), "refused" (a person must look at it)
//   fields  [[name, value]]; files [{key, name, file, small, taken, state, error}]
//   saved   {url, upload_url} once the portal has the figures and only files are left, else null
const NAME = "portal-outbox";
const STORE = "items";
// Where a browser has no store (a private window), things last as long as the page.
const memory = new Map();
const others = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// Runs `work(store, give)` in one transaction; resolves with what was given.
async function within(mode, work) {
  const transaction = (await database()).transaction(STORE, mode);
  return new Promise((resolve, reject) => {
    let given;
    work(transaction.objectStore(STORE), (value) => {
      given = value;
    });
    transaction.oncomplete = () => resolve(given);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

const told = () => document.dispatchEvent(new CustomEvent("outbox:change"));
if (others) others.onmessage = told;

function tell() {
  others?.postMessage("change");
  told();
}

// A key that the server knows a repeated request by; older phones have no randomUUID.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Writes the item; whether it will survive the closing of this page.
export async function put(item) {
  let kept = true;
  try {
    await within("readwrite", (store) => store.put(item));
    memory.delete(item.id);
  } catch {
    memory.set(item.id, item);
    kept = false;
  }
  if (item.state !== "draft") tell();
  return kept;
}

export async function get(id) {
  if (memory.has(id)) return memory.get(id);
  try {
    return await within("readonly", (store, give) => {
      const request = store.get(id);
      request.onsuccess = () => give(request.result);
    });
  } catch {
    return undefined;
  }
}

// `alter(item)` on what is stored now, undisturbed by other tabs; nothing when it is gone.
export async function change(id, alter) {
  if (memory.has(id)) {
    alter(memory.get(id));
  } else {
    await within("readwrite", (store) => {
      const request = store.get(id);
      request.onsuccess = () => {
        if (!request.result) return;
        alter(request.result);
        store.put(request.result);
      };
    });
  }
  tell();
}

export async function remove(id) {
  memory.delete(id);
  try {
    await within("readwrite", (store) => store.delete(id));
  } catch {
    // Then it was never there.
  }
  tell();
}

// Everything on this device, oldest first, whoever it belongs to.
export async function all() {
  let stored = [];
  try {
    stored = await within("readonly", (store, give) => {
      const request = store.getAll();
      request.onsuccess = () => give(request.result);
    });
  } catch {
    // No store: what there is lies in memory.
  }
  const rows = stored.filter((item) => !memory.has(item.id));
  return [...rows, ...memory.values()].sort((one, other) => one.at - other.at);
}

// What is kept of the form of this address, if the portal does not have it yet.
export async function ofPage(user, path) {
  const rows = (await all()).filter((item) => item.user === user && !item.saved);
  return rows.find((item) => new URL(item.page, window.location.href).pathname === path);
}
