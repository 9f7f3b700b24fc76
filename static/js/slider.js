// Percent: slider and number in step. <div data-percent><input type="range"><input data-number></div>
// The number is what is sent; the slider carries no name. Decimals are typed with a comma.
function step(group) {
  const slider = group.querySelector('input[type="range"]');
  const number = group.querySelector("[data-number]");
  if (!slider || !number) return;
  const read = () => Number.parseFloat(number.value.trim().replace(",", "."));
  const follow = () => {
    const value = read();
    if (Number.isFinite(value)) slider.value = String(Math.min(100, Math.max(0, value)));
  };
  slider.hidden = false;
  follow();
  number.addEventListener("input", follow);
  slider.addEventListener("input", () => {
    number.value = slider.value.replace(".", ",");
    number.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

const all = () => document.querySelectorAll("[data-percent]").forEach(step);
all();
// uploads.js puts fresh fields in place of refused ones.
document.addEventListener("portal:replaced", all);
