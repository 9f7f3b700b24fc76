// Mentions: after an @ in a field of advice, offers the people of the plan who may read it.
// Without it the user name is typed; the server knows whom it means either way.
const BEFORE_CARET = /(?:^|[^\w@.+-])@([\w.+-]{0,40})$/;
const WAIT = 150;

function wire(field, address) {
  const list = document.createElement("ul");
  const known = new Map();
  let found = [];
  let chosen = -1;
  let timer = 0;
  list.className = "mention-list panel";
  list.id = `${field.id}-orang`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Orang yang dapat disebut");
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  const typed = () => BEFORE_CARET.exec(field.value.slice(0, field.selectionStart));
  const shut = () => {
    list.hidden = true;
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
  };
  const point = (index) => {
    chosen = (index + found.length) % found.length;
    [...list.children].forEach((item, at) => {
      item.setAttribute("aria-selected", String(at === chosen));
      if (at === chosen) item.scrollIntoView({ block: "nearest" });
    });
    field.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
  };
  const take = (index) => {
    const match = typed();
    if (!match) return shut();
    const end = field.selectionStart;
    field.setRangeText(`@${found[index].username} `, end - match[1].length - 1, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    return shut();
  };
  const draw = () => {
    list.replaceChildren(
      ...found.map((person, index) => {
        const item = document.createElement("li");
        const name = document.createElement("b");
        const note = document.createElement("span");
        item.id = `${list.id}-${index}`;
        item.setAttribute("role", "option");
        name.textContent = person.name;
        note.className = "note";
        note.textContent = `@${person.username}, ${person.note}`;
        item.append(name, note);
        // Before the field loses the focus.
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(index);
        });
        return item;
      }),
    );
    list.hidden = !found.length;
    if (found.length) point(0);
  };
  const ask = async (words) => {
    const url = new URL(address(), window.location.href);
    url.searchParams.set("q", words);
    if (!known.has(url.href)) {
      try {
        const answer = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        known.set(url.href, answer.ok && !answer.redirected ? (await answer.json()).people : []);
      } catch {
        return shut(); // no connection: the name is typed
      }
    }
    const match = typed();
    if (!match || match[1] !== words) return undefined;
    found = known.get(url.href);
    return draw();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    const match = typed();
    if (!match) return shut();
    timer = setTimeout(() => ask(match[1]), WAIT);
    return undefined;
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const acts = {
      ArrowDown: () => point(chosen + 1),
      ArrowUp: () => point(chosen - 1),
      Enter: () => take(chosen),
      Tab: () => take(chosen),
      Escape: shut,
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  });
  field.addEventListener("blur", shut);
}

document.querySelectorAll("textarea[data-mentions]").forEach((field) => {
  wire(field, () => field.dataset.mentions);
});
document.querySelectorAll("[data-mentions-in]").forEach((box) => {
  const field = box.querySelector("textarea");
  if (!field) return;
  wire(field, () => {
    const secret = "advisers" in box.dataset || field.form.elements.advisers_only?.checked;
    return `${box.dataset.mentionsIn}${secret ? "?saluran=pendamping" : ""}`;
  });
});
