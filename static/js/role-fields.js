// The role decides which fields matter: <form data-role-fields> with selects role, agency and region.
const WITHOUT_AGENCY = ["pimpinan", "admin"];
const WITH_REGION = ["litbang", "pimpinan"];

document.querySelectorAll("form[data-role-fields]").forEach((form) => {
  const { role, agency, region } = form.elements;
  if (!role) return;
  const show = () => {
    agency.closest(".field").hidden = WITHOUT_AGENCY.includes(role.value);
    region.closest(".field").hidden = !WITH_REGION.includes(role.value);
  };
  role.addEventListener("change", show);
  show();
});
