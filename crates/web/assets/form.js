
// ---- Forms of the front door: what is asked follows the answers at once ----

const fillIn = () => $("[data-fill]");
const asked = (form) => $$(".asked", form);
const whyOf = (name, form) => $$("[data-why]", form).find((why) => why.name === name.replace(/^a\./, "why."));

// The values that count: of what is asked, and has no reason for having none.
function given(name, form) {
  if (whyOf(name, form)?.value) return [];
  return $$("input, textarea, select", form)
    .filter((field) => field.name === name && !field.closest(".asked[hidden]"))
    .filter((field) => !field.matches("[type=radio], [type=checkbox]") || field.checked)
    .map((field) => field.value.trim()).filter(Boolean);
}

function holds({ q, op, v }, form) {
  const values = given(q, form);
  if (op === "exists") return (values.length > 0) === (v === "yes");
  if (!values.length) return false;
  const order = (a) => (a !== "" && v !== "" && !isNaN(a) && !isNaN(v) ? Number(a) - Number(v) : a < v ? -1 : a > v ? 1 : 0);
  const any = (wanted) => values.some((value) => wanted(order(value)));
  return { "=": () => any((o) => o === 0), "!=": () => !any((o) => o === 0), ">": () => any((o) => o > 0),
    "<": () => any((o) => o < 0), ">=": () => any((o) => o >= 0), "<=": () => any((o) => o <= 0) }[op]?.() ?? false;
}

// An answer to what is not asked any more stays in sight: nothing that was said disappears by itself.
const answered = (item) => $$("input, textarea, select", item)
  .some((field) => (field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value.trim() !== ""));

function follow(form) {
  const alone = $("#alone", form)?.checked ?? false;
  for (const item of asked(form)) {
    if (item.dataset.server !== undefined) continue;
    const { all, of } = item.dataset.when ? JSON.parse(item.dataset.when) : { all: true, of: [] };
    const wanted = all ? of.every((c) => holds(c, form)) : of.some((c) => holds(c, form));
    const may = item.dataset.alone === undefined || alone;
    item.hidden = !(wanted && may) && !answered(item);
  }
}

// How far it is, in each part and in all: of the questions that are asked now and want an answer.
function progress(form) {
  const wanted = (within) => $$(".question[data-required]", within).filter((q) => !q.closest(".asked[hidden]"));
  const write = (at, questions) => {
    if (!at) return;
    const done = questions.filter(answered).length;
    at.textContent = at.dataset.words.replace("{n}", done).replace("{of}", questions.length);
    at.hidden = questions.length === 0;
  };
  for (const part of $$("[data-part]", form)) {
    const heading = document.getElementById(part.dataset.part);
    part.hidden = Boolean(heading?.closest(".asked[hidden]"));
    if (heading) write($("[data-count]", part), wanted(heading.closest("section")));
  }
  write($("[data-total]", form), wanted(form));
}

// What hangs on a score is asked of the server, which shows what follows without keeping anything.
async function askServer(form) {
  const waiting = $$("[data-server]", form);
  if (!waiting.length) return;
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "next");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: fragment });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const item of waiting) {
      const same = $$("[data-server]", fresh).find((other) => other.dataset.server === item.dataset.server);
      if (same) item.hidden = same.hidden;
    }
    progress(form);
  } catch { /* Sending the form asks again. */ }
}

// What hangs on a text is asked while it is typed.
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-fill]");
  if (form) { follow(form); progress(form); }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-fill]");
  if (!form) return;
  const question = event.target.closest(".question");
  if (question) {
    const why = $("[data-why]", question);
    if (event.target === why) {
      // A reason for no answer takes the answer's place.
      if (why.value) for (const field of $$("input, textarea", question)) {
        if (field.matches("[type=radio], [type=checkbox]")) field.checked = false; else field.value = "";
      }
      if (why.value === "clear") why.value = "";
    } else if (why) why.value = "";
  }
  follow(form);
  progress(form);
  askServer(form);
});

if (fillIn()) {
  for (const only of $$("[data-unscripted]")) only.hidden = true;
  follow(fillIn());
  progress(fillIn());
  $("#errors")?.focus();
}
