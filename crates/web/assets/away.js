// ---- Out of a page in a hurry: whoever comes back does not find it, and what was typed is gone ----

document.addEventListener("click", (event) => {
  const away = event.target.closest("[data-away]");
  if (!away) return;
  event.preventDefault();
  for (const form of document.forms) form.reset();
  // Nothing is to be read while the other page loads.
  document.body.hidden = true;
  document.title = "";
  location.replace(away.href);
});
