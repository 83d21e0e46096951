// The journeys of what a mother allows, of an emergency, and of who looks after both.
import assert from "node:assert/strict";
import { tabTo } from "./front-door.mjs";
import { cast } from "./kith.mjs";
import { clean, LOOKS, PHONE } from "./look.mjs";

/** Runs them against a demo of the programme with a front door. */
export async function privacy({ chrome, kith, journey }) {
  const all = { ...cast(chrome, kith), seen: {} };
  await journey("what a mother allows is asked by keyboard alone, and taken back", () => asks(all));
  await journey("how she is safely contacted is written down on a telephone, without JavaScript", () => plans(all));
  await journey("a record is opened in an emergency, and the privacy officer reviews it by keyboard alone", () => emergency(all));
  await journey("a mother is told who looked at her record", () => looked(all));
  for (const language of ["en", "es"]) {
    for (const look of LOOKS) {
      await journey(`axe finds nothing on privacy: ${language}, ${look.viewport.width} px`, () => looks(all, language, look));
    }
  }
}

/** Of a group of choices: one stop of the Tab key, and the arrows go through it. */
async function choose(page, form, name, value) {
  await tabTo(page, `${form} input[name=${name}]`);
  await page.keyboard.press("Space");
  await tabTo(page, `${form} input[name=${name}][value="${value}"]`, "ArrowDown");
}

/** A case of a worker that is open: its path, and that of what she allows. */
async function aCase(page) {
  await page.goto("/triage");
  const cases = await page.locator("[data-row] a[data-open]").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
  for (const path of cases) {
    await page.goto(path);
    const sharing = page.locator("a[href$='/sharing']").first();
    if ((await sharing.count()) && (await page.locator("[data-act-kind=contact]").count())) {
      return { path, sharing: await sharing.getAttribute("href") };
    }
  }
  throw new Error("no open case of the demo says what she allows");
}

async function asks({ as, leave, seen }) {
  const intake = await as("intake2");
  const { path, sharing } = await aCase(intake);
  Object.assign(seen, { case: path, sharing });
  await intake.goto(sharing);
  const words = () => intake.locator("form[action^='/consents/']").count();
  const before = await words();
  const form = "form[action$='/consents']";
  await intake.locator(`details:has(${form}) > summary`).focus();
  await intake.keyboard.press("Enter");
  await choose(intake, form, "word", "permit");
  await tabTo(intake, "#word-to");
  await tabTo(intake, `${form} input[name=category][value=behavioral_health]`);
  await intake.keyboard.press("Space");
  await tabTo(intake, `${form} input[name=purpose][value=referral]`);
  await intake.keyboard.press("Space");
  await choose(intake, form, "channel", "spoken");
  await tabTo(intake, `${form} button[type=submit]`);
  await intake.keyboard.press("Enter");
  // A word that was spoken has a witness, and what was said is still there.
  await intake.locator(`${form} [aria-invalid=true], ${form} .wrong, #errors`).first().waitFor();
  assert.ok(await intake.locator(`${form} input[name=category][value=behavioral_health]`).isChecked());
  await tabTo(intake, "#word-kept_by");
  await intake.keyboard.type("Example Witness");
  await tabTo(intake, `${form} button[type=submit]`);
  await intake.keyboard.press("Enter");
  await intake.locator(".toast").waitFor();
  assert.equal(await words(), before + 1);
  assert.match(await intake.locator("main").innerText(), /Example Witness/);

  // She takes it back, and the history keeps both.
  const given = "details:has(form[action^='/consents/'])";
  await intake.locator(given).locator("summary").filter({ hasText: /Take back: Mood/ }).focus();
  await intake.keyboard.press("Enter");
  await tabTo(intake, `${given}[open] input[name=how]`);
  await intake.keyboard.type("Example: she said so on the phone.");
  await tabTo(intake, `${given}[open] button[type=submit]`);
  await intake.keyboard.press("Enter");
  await intake.waitForFunction((n) => document.querySelectorAll("form[action^='/consents/']").length === n, before);
  assert.equal(await words(), before);
  await leave(intake);
}

async function plans({ as, leave, seen }) {
  const intake = await as("intake2", { ...PHONE, javaScriptEnabled: false });
  await intake.goto(seen.sharing);
  const form = intake.locator("form[action$='/plan']");
  await intake.locator("details:has(form[action$='/plan']) > summary").click();
  await form.locator("input[name=way][value=call]").check();
  await form.locator("input[name=from]").fill("10:00");
  await form.locator("input[name=until]").fill("12:30");
  await form.locator("input[name=code_word]").fill("green lamp");
  await form.locator("input[name=voicemail][value=no]").check();
  await form.locator("input[name=mail][value=no]").check();
  await form.locator("input[name=safe_device][value=no]").check();
  await form.locator("input[name=told][value=in_person]").check();
  await form.locator("button[type=submit]").click();
  await intake.goto(seen.case);
  const said = await intake.locator("main").innerText();
  assert.match(said, /10:00–12:30/);
  assert.match(said, /green lamp/);
  assert.match(said, /Leave no message/);
  await leave(intake);
}

async function emergency({ as, leave, seen }) {
  // Somebody who has nothing to do with her has no way in but this one.
  const lead = await as("lead");
  const record = seen.sharing.replace("/sharing", "");
  await lead.goto(`${record}/open`);
  await choose(lead, "main", "reason", "danger");
  await tabTo(lead, "#open-words");
  await lead.keyboard.type("Example: a neighbour calls.");
  await tabTo(lead, `form[action$='/open'] button[type=submit]`);
  await lead.keyboard.press("Enter");
  await lead.waitForURL((url) => !url.pathname.endsWith("/open"));
  await leave(lead);

  const officer = await as("privacy");
  await officer.goto("/privacy");
  const before = await officer.locator("form[action$='/review']").count();
  const row = officer.locator("li, article").filter({ hasText: "a neighbour calls" }).last();
  const action = await row.locator("form[action$='/review']").getAttribute("action");
  const form = `form[action='${action}']`;
  await choose(officer, form, "finding", "not_fine");
  await tabTo(officer, `${form} button[type=submit]`);
  await officer.keyboard.press("Enter");
  // Where there was no reason it is said what was wrong.
  await officer.locator(`${form} [aria-invalid=true], ${form} .wrong, #errors`).first().waitFor();
  assert.ok(await officer.locator(`${form} input[value=not_fine]`).isChecked());
  await tabTo(officer, `${form} input[name=note]`);
  await officer.keyboard.type("Example: nobody was in danger.");
  await tabTo(officer, `${form} button[type=submit]`);
  await officer.keyboard.press("Enter");
  await officer.locator(".toast").waitFor();
  assert.equal(await officer.locator("form[action$='/review']").count(), before - 1);
  // She sees who looked, and nobody's care.
  assert.equal((await officer.request.get(seen.sharing)).status(), 403);
  assert.equal((await officer.request.get(seen.case)).status(), 403);
  await leave(officer);
}

async function looked({ as, leave, seen }) {
  const intake = await as("intake2");
  seen.looks = seen.sharing.replace("/sharing", "/looks");
  await intake.goto(seen.looks);
  const told = await intake.locator("main table").innerText();
  assert.match(told, /Demo Clinic Lead[\s\S]*opened her record in an emergency/);
  assert.match(told, /Demo Second Intake Nurse/);
  await leave(intake);
}

async function looks({ reader, leave, seen }, language, look) {
  const check = async (page, paths) => {
    for (const path of paths) {
      await page.goto(path);
      assert.equal(await page.getAttribute("html", "lang"), language, path);
      await clean(page, path);
      await page.evaluate(() => document.querySelectorAll("main details").forEach((d) => { d.open = true; }));
      await clean(page, `${path}, opened`);
    }
  };
  const intake = await reader("intake2", language, look);
  const record = seen.sharing.replace("/sharing", "");
  await check(intake, [seen.sharing, `${record}/open`, `${record}/consent-form`, seen.looks]);
  await leave(intake);
  const officer = await reader("privacy", language, look);
  await check(officer, ["/privacy", seen.looks]);
  await leave(officer);
}
