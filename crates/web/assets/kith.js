// Kith in the browser: acts in place, numbers that follow by themselves, keys for lists, charts as pictures.
// Every page works without this file. Nothing is stored here but whether single-letter keys are wanted.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const main = () => $("#main");
const fragment = { "X-Kith-Fragment": "1" };

// ---- Putting a new <main> in the place of the old, touching only what differs ----

const keyOf = (node) => node.nodeType === 1 && (node.id || node.dataset.key) || null;

// A form that someone is in the middle of is theirs.
const busy = (node) => node.nodeType === 1 && node.matches("form") &&
  (node.dataset.dirty !== undefined || (node.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")));

function morph(old, fresh) {
  if (old.isEqualNode(fresh) || busy(old)) return;
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) { old.replaceWith(fresh.cloneNode(true)); return; }
  if (old.nodeType !== 1) { if (old.data !== fresh.data) old.data = fresh.data; return; }
  const kept = old.dataset?.keep;
  for (const { name } of [...old.attributes]) {
    if (name !== kept && name !== "data-moved" && !(name === "class" && old.dataset?.moved !== undefined) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (name !== kept && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  children(old, fresh);
}

function children(old, fresh) {
  if (old.id === "toast" && !fresh.childElementCount) return;
  const known = new Map();
  for (const child of old.childNodes) { const key = keyOf(child); if (key) known.set(key, child); }
  let at = old.firstChild;
  for (const want of [...fresh.childNodes]) {
    const key = keyOf(want);
    const same = key ? known.get(key) : at && !keyOf(at) && at.nodeName === want.nodeName ? at : null;
    if (!same) { old.insertBefore(want.cloneNode(true), at); continue; }
    const after = same === at ? at.nextSibling : at;
    if (same !== at) old.insertBefore(same, at);
    morph(same, want);
    at = after;
  }
  while (at) {
    const next = at.nextSibling;
    if (!(at.nodeType === 1 && ($$("form", at).some(busy) || busy(at)))) at.remove();
    at = next;
  }
}

// ---- Numbers that change by themselves ----

const live = () => new Map($$("[data-live]", main()).map((e) => [e.dataset.live, e.textContent.replace(/\s+/g, " ").trim()]));

function show(text, because) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  if (!fresh) return;
  const before = live();
  morph(main(), document.adoptNode(fresh));
  dress();
  const said = [];
  for (const element of $$("[data-live]", main())) {
    const was = before.get(element.dataset.live);
    const is = element.textContent.replace(/\s+/g, " ").trim();
    if (was === undefined || was === is) continue;
    element.classList.add("moved");
    element.dataset.moved = "";
    setTimeout(() => { element.classList.remove("moved"); delete element.dataset.moved; }, 6000);
    if (element.dataset.label && said.length < 3) said.push(`${element.dataset.label}: ${is}`);
  }
  if (said.length) $("#said").textContent = [because, ...said].filter(Boolean).join(". ");
  if (main().dataset.title) document.title = main().dataset.title;
}

let fetching = null;
let again = null;
async function refetch(because) {
  if (fetching) { again = because ?? ""; return; }
  fetching = true;
  try {
    const answer = await fetch(location.href, { headers: fragment, redirect: "manual" });
    if (answer.ok) show(await answer.text(), because);
    else if (answer.type === "opaqueredirect") location.reload();
  } catch { /* The next event, or the link, asks again. */ }
  fetching = null;
  if (again !== null) { const why = again; again = null; refetch(why); }
}

// Whoever has left the desk is signed out in time: a page that nobody touches stops asking after twenty minutes.
const RESTING = 20 * 60 * 1000;
let touched = Date.now();
const resting = () => Date.now() - touched > RESTING;
for (const kind of ["pointerdown", "pointermove", "keydown", "scroll"]) {
  addEventListener(kind, () => { const was = resting(); touched = Date.now(); if (was) { refetch(); listen(); } }, { passive: true });
}

let source = null;
let wait = 1000;
function listen() {
  if (source || resting() || main()?.dataset.version === undefined) return;
  source = new EventSource("/events");
  source.addEventListener("open", () => { wait = 1000; });
  source.addEventListener("published", (event) => {
    const { version, words } = JSON.parse(event.data);
    const shown = Number(main().dataset.version);
    if (shown === 0 || version > shown) refetch((words ?? []).join(". "));
  });
  source.addEventListener("error", () => {
    source.close();
    source = null;
    setTimeout(listen, wait + Math.random() * 500);
    wait = Math.min(wait * 2, 60000);
  });
}
document.addEventListener("visibilitychange", () => {
  // A page that was in the background may have missed something.
  if (!document.hidden && !resting() && main()?.dataset.version !== undefined) { refetch(); listen(); }
});
addEventListener("pagehide", () => { source?.close(); source = null; });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// ---- Acts in place ----

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-act]")) return;
  event.preventDefault();
  const button = event.submitter;
  if (form.dataset.sending !== undefined) return;
  form.dataset.sending = "";
  button?.setAttribute("aria-busy", "true");
  const row = form.closest("[data-row]");
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: fragment });
    if (answer.status >= 500 || answer.status === 403 || (answer.redirected && new URL(answer.url).pathname === "/sign-in")) { form.submit(); return; }
    delete form.dataset.dirty;
    const details = form.closest("details.act");
    if (answer.ok && details) { form.reset(); details.open = false; }
    if (form.closest("#toast")) $("#toast").replaceChildren();
    document.activeElement?.blur();
    show(await answer.text());
    const wrong = $(".wrong", main());
    if (wrong) ($("input, select, textarea", wrong.parentElement) ?? wrong).focus();
    else if (row) (document.getElementById(row.id) ?? $("[data-row]") ?? main()).focus({ preventScroll: true });
    fade();
  } catch { form.submit(); }
  delete form.dataset.sending;
  button?.removeAttribute("aria-busy");
});

// What is sent goes once: a second click while the first is on its way would decide again. Should no answer come, the
// form can be sent again after a while.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-act]") || form.getAttribute("method") !== "post") return;
  if (form.dataset.sent !== undefined) { event.preventDefault(); return; }
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => { delete form.dataset.sent; event.submitter?.removeAttribute("aria-busy"); }, 10000);
});

document.addEventListener("input", (event) => { const form = event.target.closest("form[data-act]"); if (form) form.dataset.dirty = ""; });

// What was said can still be undone on the family's page.
let fading = null;
function fade() {
  clearTimeout(fading);
  fading = setTimeout(() => {
    const toast = $("#toast");
    if (toast?.matches(":hover, :focus-within")) fade(); else toast?.replaceChildren();
  }, 20000);
}

// Whoever calls will want to say what came of it.
document.addEventListener("click", (event) => {
  const tel = event.target.closest("[data-tel]");
  if (tel) {
    const form = $('[data-act-kind="contact"]', tel.closest("[data-row]"));
    if (form) { form.open = true; $('[name="channel"]', form).value = tel.dataset.tel || "call"; }
  }
  if (event.target.closest("[data-refresh]")) { event.preventDefault(); refetch(); }
  if (event.target.closest("[data-print]")) print();
  if (event.target.closest("[data-keys]")) $("#keys").showModal();
  const png = event.target.closest("[data-png]");
  if (png) picture(png.dataset.png);
  for (const menu of $$("details.me[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) for (const box of $$('input[name="infant"]')) box.checked = event.target.checked;
  if (event.target.id === "keys-on") localStorage.setItem("kith-keys", event.target.checked ? "on" : "off");
});
// Only one form of a row is open at a time.
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.act[open]")) for (const other of $$("details.act[open]", event.target.parentElement)) if (other !== event.target) other.open = false;
}, true);

// ---- Keys ----

const UNREAD = 500;
const opened = performance.now();

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of $$("details.me[open], details.act[open]")) { if (open.contains(document.activeElement)) $("summary", open).focus(); open.open = false; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog[open]")) return;
  if (!$("#keys") || localStorage.getItem("kith-keys") === "off" && event.key !== "?") return;
  const rows = $$("[data-row]");
  const row = document.activeElement?.closest("[data-row]") ?? null;
  const go = (to) => { const next = rows[to]; if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); } };
  const undo = () => { if (!event.repeat) $("[data-undo] button")?.click(); };
  const open = (kind) => {
    const act = $(`[data-act-kind="${kind}"]`, row ?? rows[0] ?? document);
    if (act) { act.open = true; $("select, input:not([type=hidden])", act).focus(); }
  };
  // On a page that asks something, its keys are the answers. A key that is held, or was meant for the page before, is
  // none: nobody has read this one yet.
  const pressed = $$("[data-press]").find((e) => e.dataset.press === event.key);
  if (pressed) {
    event.preventDefault();
    if (!event.repeat && performance.now() - opened > UNREAD) pressed.click();
    return;
  }
  const acts = {
    j: () => go(rows.indexOf(row) + 1),
    k: () => go(row ? Math.max(rows.indexOf(row) - 1, 0) : 0),
    c: () => open("contact"),
    v: () => open("visit"),
    x: () => { if (row && !event.repeat) $("[data-done]", row)?.click(); else return false; },
    u: undo,
    z: undo,
    "?": () => $("#keys").showModal(),
    Enter: () => { if (document.activeElement === row) $("[data-open]", row)?.click(); else return false; },
  };
  const act = acts[event.key];
  if (act && act() !== false) event.preventDefault();
});

// ---- Charts as pictures ----

async function picture(address) {
  const text = await (await fetch(address)).text();
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = address.split("?")[0].split("/").pop().replace(/\.svg$/, "") + ".png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }, "image/png");
}

// ---- How long ago, kept true ----

const ago = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
function tick() {
  for (const time of $$("time[data-ago]")) {
    const seconds = Math.max(0, Math.round((Date.now() - new Date(time.dateTime)) / 1000));
    const [n, unit] = seconds < 60 ? [seconds, "second"] : seconds < 3600 ? [Math.floor(seconds / 60), "minute"] :
      seconds < 86400 ? [Math.floor(seconds / 3600), "hour"] : [Math.floor(seconds / 86400), "day"];
    const words = ago.format(-n, unit);
    if (time.textContent !== words) time.textContent = words;
  }
}

// What only works with this file is hidden until it is here.
function dress() {
  for (const hidden of $$("[data-png][hidden], [data-print][hidden], [data-keys][hidden], .all[hidden]")) hidden.hidden = false;
  const keys = $("#keys-on");
  if (keys) keys.checked = localStorage.getItem("kith-keys") !== "off";
}

if (new URLSearchParams(location.search).has("did")) {
  const address = new URL(location.href);
  address.searchParams.delete("did");
  history.replaceState(null, "", address);
  fade();
}
dress();
listen();
setInterval(() => { tick(); if (resting()) { source?.close(); source = null; } }, 10000);
