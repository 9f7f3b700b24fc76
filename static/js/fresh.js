// A dashboard left open keeps its figures fresh: once a minute it asks, for the price of an empty
// answer, whether anything changed, and never moves what somebody is reading.
const ASK_MS = 60_000;
const LONGEST_MS = 15 * 60_000;
const QUIET_MS = 60_000;
const PATIENCE_MS = 30_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"];
const ZONE = "Asia/Jakarta";

const live = document.querySelector("[data-live]");
const body = () => document.getElementById("dasbor");
const address = () => location.pathname + location.search;
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

// -- who reads -----------------------------------------------------------------------------------

let touched = Date.now();

// Words half typed, a choice half made or words marked would be lost.
function isBusy() {
  if (document.querySelector("dialog[open]")) return true;
  const focused = document.activeElement;
  if (focused?.matches("input, select, textarea")) return true;
  const marked = getSelection();
  return !marked.isCollapsed && body().contains(marked.anchorNode);
}

// Nobody is there, and what is seen is the beginning: new figures may come by themselves.
function nothingMoves() {
  const { top } = body().getBoundingClientRect();
  return Date.now() - touched >= QUIET_MS && top >= 0 && top < innerHeight;
}

// -- putting new figures in place of old ones -------------------------------------------------------

// An element is found again by its words, digits aside, its id and address, and which of those
// alike it is.
const nameOf = (element) =>
  [element.id, element.getAttribute("href"), element.textContent.trim().replace(/\d+/g, "#")].join();

function mark(root, element) {
  const name = nameOf(element);
  const alike = [...root.querySelectorAll(element.tagName)].filter((one) => nameOf(one) === name);
  return { tag: element.tagName, name, at: alike.indexOf(element) };
}

function find(root, { tag, name, at }) {
  const alike = [...root.querySelectorAll(tag)].filter((one) => nameOf(one) === name);
  return alike[Math.min(at, alike.length - 1)];
}

// The first named place that is seen stays where it is.
function anchor() {
  const seen = [...body().querySelectorAll("[id]")].find(
    (element) => element.getBoundingClientRect().bottom > 0 && element.checkVisibility(),
  );
  return seen && { id: seen.id, top: seen.getBoundingClientRect().top };
}

function put(fresh, parts) {
  const old = body();
  const before = anchor();
  const scrolled = scrollY;
  if (fresh) {
    const opened = [...old.querySelectorAll("details[open] > summary")].map((one) => mark(old, one));
    const focused = old.contains(document.activeElement) && mark(old, document.activeElement);
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    for (const summary of opened) {
      const found = find(fresh, summary);
      if (found) found.parentElement.open = true;
    }
    if (focused) find(fresh, focused)?.focus({ preventScroll: true });
  }
  for (const [part, text] of parts) {
    const next = text && parsed(text).getElementById(part.id);
    if (next && part.isConnected) part.replaceWith(document.adoptNode(next));
  }
  const same = before && document.getElementById(before.id);
  const moved = same ? same.getBoundingClientRect().top - before.top : scrolled - scrollY;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
  if (fresh) document.dispatchEvent(new CustomEvent("dasbor:baru"));
}

// What stands outside and changes with it: <… id="…" data-part="address that gives it">.
const parts = () =>
  Promise.all(
    [...document.querySelectorAll("[data-part]")].map(async (part) => {
      const answer = await fetch(part.dataset.part, { headers: { "HX-Request": "true" } });
      return [part, answer.status === 200 ? await answer.text() : ""];
    }),
  );

// -- saying so ------------------------------------------------------------------------------------

const clock = (date) =>
  `${date.toLocaleTimeString("id-ID", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).replace(":", ".")}\u00a0WIB`;
const day = (date) =>
  date
    .toLocaleDateString("id-ID", { timeZone: ZONE, day: "numeric", month: "short", year: "numeric" })
    .replaceAll(" ", "\u00a0");

// The figures that are shown are those of this moment.
function showMoment(date) {
  for (const time of document.querySelectorAll("[data-as-of]")) {
    time.dateTime = date.toISOString();
    time.textContent = `${day(date)} pukul ${clock(date)}`;
  }
}

function say(sentence) {
  live.querySelector("[data-live-said]").textContent = sentence;
}

let bar = null;

function showBar(name) {
  bar?.remove();
  const { content } = live.querySelector(`template[data-live-${name}]`);
  bar = document.importNode(content.firstElementChild, true);
  bar.querySelector("[data-live-show]")?.addEventListener("click", () => show(true));
  const again = bar.querySelector("a");
  if (again?.search) again.search = `?next=${encodeURIComponent(address())}`;
  live.querySelector("[data-live-bar]").replaceChildren(bar);
}

// -- asking -----------------------------------------------------------------------------------------

let tag = live?.dataset.live;
let served = body()?.cloneNode(true); // as the server gave it, before anybody opened or filled it
let waiting = null; // { fresh, moment }: newer figures that are not shown yet
let wait = ASK_MS;
let timer = 0;
let isAsking = false;
let isOver = false;

async function show(byHand = false) {
  const { fresh, moment } = waiting;
  waiting = null;
  const hadFocus = bar?.contains(document.activeElement);
  bar?.remove();
  bar = null;
  put(fresh, await parts().catch(() => []));
  if (byHand && hadFocus) {
    fresh.tabIndex = -1;
    fresh.focus({ preventScroll: true });
  }
  showMoment(moment);
  say(`Angka diperbarui, keadaan pukul ${clock(moment)}.`);
}

function end(name) {
  isOver = true;
  clearTimeout(timer);
  showBar(name);
}

async function take(answer, moment, cameBack) {
  const text = await answer.text();
  const fresh = parsed(text).getElementById("dasbor");
  if (!fresh) return end("gone");
  tag = answer.headers.get("ETag");
  const mayCome = !isBusy() && (cameBack || nothingMoves());
  if (fresh.isEqualNode(served)) {
    waiting = null;
    bar?.remove();
    showMoment(moment);
    if (mayCome) put(null, await parts().catch(() => []));
    return;
  }
  served = fresh.cloneNode(true);
  waiting = { fresh: document.adoptNode(fresh), moment };
  if (mayCome) return show();
  showBar("new");
}

async function ask(cameBack = false) {
  clearTimeout(timer);
  if (isOver || isAsking || document.hidden || !body()) return;
  isAsking = true;
  const asked = address();
  try {
    const answer = await fetch(asked, {
      headers: { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (asked !== address()) return; // other figures were chosen meanwhile
    const moment = new Date(answer.headers.get("Date") ?? Date.now());
    if (answer.headers.has("HX-Redirect") || answer.status === 401) return end("over");
    if (answer.status === 403 || answer.status === 404) return end("gone");
    if (answer.status === 304) {
      if (!waiting) showMoment(moment);
      else if (!isBusy() && (cameBack || nothingMoves())) await show();
    } else if (answer.ok) {
      await take(answer, moment, cameBack);
    } else {
      throw new Error(answer.status);
    }
    wait = ASK_MS;
  } catch {
    // No network, a busy server: the moment shown stays the old one.
    wait = Math.min(wait * 2, LONGEST_MS);
  } finally {
    isAsking = false;
    if (!isOver && !document.hidden) timer = setTimeout(ask, wait);
  }
}

if (live && body()) {
  for (const sign of SIGNS) {
    addEventListener(sign, () => (touched = Date.now()), { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else ask(true);
  });
  addEventListener("online", () => ask());
  addEventListener("pageshow", (event) => event.persisted && ask(true));
  // The filter, a page of the list, the next slide: from here on those are what is kept fresh.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target !== body() || !detail.shouldSwap) return;
    tag = detail.xhr.getResponseHeader("ETag");
    served = parsed(detail.serverResponse).getElementById("dasbor");
    waiting = null;
    bar?.remove();
    bar = null;
    showMoment(new Date(detail.xhr.getResponseHeader("Date") ?? Date.now()));
  });
  timer = setTimeout(ask, wait);
}
