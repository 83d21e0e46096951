// The journeys of goods and of safe-sleep teaching: what a hospital teaches, what a family is given, and what follows.
import assert from "node:assert/strict";
import { answer, BORN, her, SENDER, tabTo } from "./front-door.mjs";
import { cast } from "./kith.mjs";
import { clean, LOOKS, PHONE } from "./look.mjs";

/** Runs them against a demo of the programme with a front door. */
export async function community({ chrome, kith, journey }) {
  const all = { ...cast(chrome, kith), seen: {} };
  await journey("a discharge nurse writes down what a mother was taught, by keyboard alone, and refers her", () => teaches(all));
  await journey("a worker gives a crib by keyboard alone, and asks how it goes", () => gives(all));
  await journey("a signature is drawn on the screen, and giving is taken back", () => draws(all));
  await journey("a crib is given without JavaScript, on paper", () => plainly(all));
  await journey("who has something that is called back is found, and who paid", () => recalls(all));
  await journey("a task is asked for, taken and done from the list", () => tasks(all));
  await journey("a plan is written in her words, and a review makes a task", () => plans(all));
  await journey("a site says which methods it has, and what she chose is on no paper", () => methods(all));
  await journey("who has nothing to do with goods or teaching sees none of it", () => others(all));
  for (const language of ["en", "es"]) {
    for (const look of LOOKS) {
      await journey(`axe finds nothing on goods, teaching and tasks: ${language}, ${look.viewport.width} px`, () => looks(all, language, look));
    }
  }
}

const toast = (page, words) => page.locator(".toast").getByText(words).waitFor();

async function teaches({ as, leave }) {
  const nurse = await as("discharge");
  await nurse.goto("/safe-sleep");
  const rows = await nurse.locator("[data-row]").count();
  assert.ok(rows > 0, "the hospital has mothers today");
  await nurse.keyboard.press("j");
  const row = await nurse.evaluate(() => document.activeElement?.closest("[data-row]")?.id);
  const name = (await nurse.locator(`#${row} h2`).innerText()).trim();
  await nurse.keyboard.press("c");
  await tabTo(nurse, `#${row} input[name=demonstrated]`);
  await nurse.keyboard.press("Space");
  await tabTo(nurse, `#${row} details[open] button[type=submit]`);
  await nurse.keyboard.press("Enter");
  await toast(nurse, "Written down");
  assert.match(await nurse.locator(`#${row}`).innerText(), /told her, showed her, in [\s\S]*Demo Discharge Nurse/);

  // She is referred with what is known of her filled in.
  await nurse.goto("/safe-sleep");
  await nurse.locator(`#${row} a[href^='/front-door/']`).focus();
  await nurse.keyboard.press("Enter");
  await nurse.waitForURL(/\/front-door\/postpartum_referral\?about=\d+$/);
  const given = await nurse.locator('[name="a.identity.given"]').inputValue();
  const family = await nurse.locator('[name="a.identity.family"]').inputValue();
  assert.equal(`${given} ${family}`, name);
  // Her number is for her to give.
  assert.equal(await nurse.locator('[name="a.identity.phone"]').inputValue(), "");
  const { "identity.given": _, "identity.family": __, "identity.birth_date": ___, ...rest } = her("", "", 7);
  await answer(nurse, { ...SENDER, ...rest, ...BORN });
  await nurse.locator("button[name=do][value=send]").click();
  await nurse.getByRole("heading", { name: "It has arrived" }).waitFor();

  // The share of those who left says of how many.
  await nurse.goto("/safe-sleep");
  assert.match(await nurse.locator("section:has(#months)").innerText(), /% \([\s\S]*\d+ of \d+ who left/);
  assert.match(await nurse.locator("section:has(#policy)").innerText(), /Safe sleep policy 4\.2 \(demo\)/);
  await leave(nurse);
}

/** The path of a case whom somebody spoke with. */
async function reached(page) {
  await page.goto("/goods");
  await page.locator("a[href^='/goods/items/']").first().click();
  await page.locator(".back a[href^='/triage/']").click();
  await page.waitForURL(/\/triage\/\d+$/);
  return new URL(page.url()).pathname;
}

async function gives({ as, leave, seen }) {
  const intake = await as("intake");
  const path = await reached(intake);
  seen.case = path;
  const had = await intake.locator("section:has(#goods) li").count();
  await tabTo(intake, "a[href^='/goods/give?to=case-']");
  await intake.keyboard.press("Enter");
  await intake.waitForURL(/\/goods\/give\?to=case-\d+$/);
  seen.give = new URL(intake.url()).pathname + new URL(intake.url()).search;

  // Nothing is given that nobody signed for, and what was typed stays.
  const crib = intake.locator("label").filter({ hasText: /Portable crib/ }).locator("input[name=stock]").first();
  await tabTo(intake, "input[name=stock]");
  const value = await crib.getAttribute("value");
  await intake.keyboard.press("Space");
  await tabTo(intake, `input[name=stock][value="${value}"]`, "ArrowDown");
  await intake.keyboard.press("Space");
  await tabTo(intake, "#give-name");
  await intake.keyboard.type("Example Mother");
  await tabTo(intake, "button[name=do][value=give]");
  await intake.keyboard.press("Enter");
  await intake.getByText("Sign in the box, or say who keeps the signed paper").waitFor();
  assert.equal(await intake.inputValue("#give-name"), "Example Mother");
  assert.equal(await intake.locator("input[name=stock]:checked").getAttribute("value"), value);
  await clean(intake, "giving, with what is wrong");
  await tabTo(intake, "#give-holder");
  await intake.keyboard.type("Example reception");
  await tabTo(intake, "button[name=do][value=give]");
  await intake.keyboard.press("Enter");
  await toast(intake, "She has it");
  assert.equal(await intake.locator("section:has(#goods) li").count(), had + 1);
  assert.match(await intake.locator("section:has(#goods)").innerText(), /Portable crib[\s\S]*ask how it goes in (29|30) days/);
  assert.match(await intake.locator("section:has(#tasks)").innerText(), /Portable crib: ask how it goes/);

  // She asks; an answer that is not fine is something to do.
  await intake.locator("section:has(#goods) a[href^='/goods/items/']").first().focus();
  await intake.keyboard.press("Enter");
  await intake.waitForURL(/\/goods\/items\/\d+$/);
  seen.item = new URL(intake.url()).pathname;
  assert.match(await intake.locator("section:has(#from)").innerText(), /Example Mother signed on paper; Example reception keeps it/);
  for (const [question, reply] of [["in_use", "yes"], ["on_back", "no"], ["alone", "yes"], ["no_smoke", "unknown"]]) {
    await tabTo(intake, `input[name="q.${question}"]`);
    await intake.keyboard.press("Space");
    if (reply !== "yes") await tabTo(intake, `input[name="q.${question}"][value=${reply}]`, "ArrowDown");
  }
  await tabTo(intake, "section:has(#ask) button[type=submit]");
  await intake.keyboard.press("Enter");
  await toast(intake, "The answers are saved");
  assert.match(await intake.locator("section:has(#asked)").innerText(), /on the back for every sleep\?\s*No/);
  await intake.goto(path);
  assert.match(await intake.locator("section:has(#tasks)").innerText(), /Talk with her about putting the baby down on the back/);
  await leave(intake);
}

async function draws({ as, leave, seen }) {
  const intake = await as("intake", PHONE);
  await intake.goto(seen.give);
  await intake.locator("label").filter({ hasText: /Blood-pressure cuff/ }).locator("input[name=stock]").first().check();
  await intake.fill("#give-name", "Example Drawer");
  const box = intake.locator("svg.signing");
  await box.scrollIntoViewIfNeeded();
  const at = await box.boundingBox();
  await intake.mouse.move(at.x + 30, at.y + 60);
  await intake.mouse.down();
  for (const [x, y] of [[80, 30], [120, 90], [200, 40]]) await intake.mouse.move(at.x + x, at.y + y, { steps: 4 });
  await intake.mouse.up();
  assert.match(await intake.inputValue("input[name=drawn]"), /^\d+,\d+( \d+,\d+)+$/);
  await intake.locator("button[name=do][value=give]").click();
  await toast(intake, "She has it");
  await intake.locator("section:has(#goods) a[href^='/goods/items/']").first().click();
  await intake.locator("svg.signed polyline").waitFor();
  await intake.goBack();
  await intake.goto(seen.case);
  const given = (await intake.locator("section:has(#goods) li").first().innerText());
  assert.match(given, /given on/);

  // It is taken back: on the shelf again, and nobody asks.
  await intake.locator("section:has(#goods) a[href^='/goods/items/']").first().click();
  await intake.locator("summary").getByText("It came back").click();
  await intake.locator("input[name=fit][value=yes]").check();
  await intake.locator("details[open] button[type=submit]").click();
  await toast(intake, "It came back");
  await leave(intake);
}

async function plainly({ as, leave, seen }) {
  const intake = await as("intake2", { ...PHONE, javaScriptEnabled: false });
  await intake.goto(seen.give);
  assert.equal(await intake.locator("svg.signing").isVisible(), false, "nothing is offered that does not work");
  await intake.locator("label").filter({ hasText: /Pack of diapers/ }).locator("input[name=stock]").first().check();
  await intake.fill("#give-name", "Example Plain");
  await intake.fill("#give-holder", "Example folder");
  await intake.locator("button[name=do][value=give]").click();
  await toast(intake, "She has it");
  // The button of the toast takes it back.
  await intake.locator(".toast button").click();
  await toast(intake, "It came back");
  await leave(intake);
}

async function recalls({ as, leave, seen }) {
  const intake = await as("intake");
  await intake.goto("/goods/recalls");
  await intake.locator("[data-open]").first().click();
  await intake.waitForURL(/\/goods\/recalls\/\d+$/);
  seen.recall = new URL(intake.url()).pathname;
  const families = await intake.locator("[data-row]").count();
  assert.ok(families >= 1, "somebody has one");
  const file = await intake.request.get(`${seen.recall}.csv`);
  assert.equal((await file.text()).trim().split("\n").length, families + 1);
  // What is called back is given to nobody.
  await intake.goto(seen.give);
  assert.ok(!(await intake.locator("main").innerText()).includes("CR-2307"));
  await intake.goto("/goods/funds");
  assert.match(await intake.locator("section:has(#totals)").innerText(), /Example Sleep Fund/);
  assert.match(await (await intake.request.get("/goods/funds.csv")).text(), /Demo Heart Grant/);
  await leave(intake);
}

async function tasks({ as, leave, seen }) {
  const intake = await as("intake");
  await intake.goto(seen.case);
  await intake.locator("summary").getByText("Ask somebody to do something").click();
  const form = intake.locator("form[action$='/task']");
  await form.locator("input[name=words]").fill("Bring the example papers");
  await form.locator("input[name=due_on]").fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
  await form.locator("button[type=submit]").click();
  await toast(intake, "It is on the list of tasks");
  await intake.goto("/tasks");
  const row = intake.locator("[data-row]").filter({ hasText: "Bring the example papers" });
  await row.getByRole("button", { name: /^I do it/ }).click();
  await toast(intake, "Given");
  await intake.goto("/tasks?who=mine");
  const mine = intake.locator("[data-row]").filter({ hasText: "Bring the example papers" });
  const id = await mine.getAttribute("id");
  for (let n = 0; n < 60; n += 1) {
    await intake.keyboard.press("j");
    if ((await intake.evaluate(() => document.activeElement?.closest("[data-row]")?.id)) === id) break;
  }
  await intake.keyboard.press("x");
  await toast(intake, "Done");
  assert.equal(await intake.locator(`#${id}`).count(), 0);
  await intake.keyboard.press("u");
  await intake.locator(`#${id}`).waitFor();
  await leave(intake);
}

async function plans({ as, leave, seen }) {
  const intake = await as("intake");
  await intake.goto(seen.case);
  await intake.getByRole("link", { name: "Her plan, and reviews" }).click();
  seen.plan = new URL(intake.url()).pathname;
  await intake.locator("summary").getByText("Write down what she wants").click();
  await intake.fill("#goal-goal", "Quiero volver a la escuela");
  await intake.locator("form[action$='/goals'] select[name=language]").selectOption("es");
  await intake.getByRole("button", { name: "Save", exact: true }).click();
  await toast(intake, "Saved");
  const goal = intake.locator(".plan-goal").filter({ hasText: "Quiero volver a la escuela" });
  assert.equal(await goal.locator("q").getAttribute("lang"), "es");
  await goal.locator("summary").click();
  await goal.locator("input[name=step]").fill("Ask the school");
  await goal.locator("input[name=owner]").fill("She herself");
  await goal.getByRole("button", { name: "Add the step" }).click();
  await toast(intake, "Saved");
  await intake.locator("li").filter({ hasText: "Ask the school" }).getByRole("button", { name: /^Done/ }).click();
  await toast(intake, "Saved");
  assert.match(await intake.locator("li").filter({ hasText: "Ask the school" }).innerText(), /done, Demo Intake Nurse/);
  // A second programme that visits is an overlap, as long as a first one does.
  if (await intake.locator("summary").getByText("Put her on the agenda").count()) {
    await intake.locator("summary").getByText("Put her on the agenda").click();
    await intake.fill("#agenda-reason", "An example reason");
    await intake.getByRole("button", { name: "Put on the agenda" }).click();
    await toast(intake, "Saved");
  }
  await intake.goto("/reviews");
  assert.ok((await intake.locator("[data-row]").count()) > 0);
  await intake.goto(seen.plan);
  await intake.locator("summary").getByText("Write down the review").click();
  await intake.fill("#held-notes", "Example notes of the review");
  await intake.fill("#what1", "Call the example doctor");
  await intake.fill("#when1", new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10));
  await intake.getByRole("button", { name: "Save the review" }).click();
  await toast(intake, "Saved");
  await intake.goto(seen.case);
  assert.match(await intake.locator("section:has(#tasks)").innerText(), /Call the example doctor/);
  await leave(intake);
}

async function methods({ as, leave, seen }) {
  const clinic = await as("clinic", PHONE);
  await clinic.goto("/contraception");
  await clinic.locator("summary").getByText("Say what we have").click();
  await clinic.getByLabel("Implant", { exact: true }).selectOption("same_day");
  await clinic.getByRole("button", { name: "Save", exact: true }).click();
  await toast(clinic, "Saved");
  assert.match(await clinic.locator("section.card").filter({ has: clinic.locator("summary") }).innerText(), /Implant\s*on the same day/);
  await leave(clinic);

  const intake = await as("intake");
  await intake.goto(seen.plan);
  await intake.getByRole("link", { name: /^Contraception: what she was asked/ }).click();
  seen.talk = new URL(intake.url()).pathname;
  await intake.locator("input[name=wants][value=yes]").check();
  await intake.getByRole("button", { name: "Save", exact: true }).click();
  await intake.getByText("tick that she was asked").waitFor();
  assert.equal(await intake.locator("input[name=wants][value=yes]").isChecked(), true, "what was chosen stays");
  await intake.locator("input[name=asked]").check();
  await intake.locator("#talk-chosen").selectOption("implant");
  await intake.locator("input[name=outcome][value=received]").check();
  await intake.getByRole("button", { name: "Save", exact: true }).click();
  await toast(intake, "Saved");
  // On no paper, and not on the page of the case.
  await intake.emulateMedia({ media: "print" });
  assert.equal(await intake.locator("#talk-chosen").isVisible(), false);
  await intake.emulateMedia({ media: "screen" });
  for (const path of [seen.case, seen.plan, "/triage"]) {
    await intake.goto(path);
    assert.ok(!(await intake.locator("main").innerText()).includes("Implant"), path);
  }
  await leave(intake);
}

async function others({ as, leave, seen }) {
  for (const login of ["analyst", "outreach", "admin", "lead", "clinic"]) {
    const page = await as(login);
    const paths = ["/goods", seen.give, seen.item, seen.recall, "/goods/funds.csv", "/tasks", seen.plan, seen.talk, "/reviews"];
    for (const path of login === "clinic" ? paths : [...paths, "/safe-sleep"]) {
      assert.equal((await page.request.get(path)).status(), 403, `${login} at ${path}`);
    }
    await leave(page);
  }
  // A clinic has no mothers of the hospital.
  const clinic = await as("clinic");
  await clinic.goto("/safe-sleep");
  assert.equal(await clinic.locator("[data-row]").count(), 0);
  await leave(clinic);
  // A service gives to whom was referred to it, and to nobody else.
  const supervisor = await as("service");
  assert.equal((await supervisor.request.get(seen.give)).status(), 403);
  await supervisor.goto("/referrals");
  await supervisor.locator("[data-open]").first().click();
  await supervisor.getByRole("link", { name: "Give her something" }).click();
  await supervisor.waitForURL(/\/goods\/give\?to=referral-\d+$/);
  await leave(supervisor);
}

async function looks({ reader, leave, seen }, language, look) {
  const reads = (login) => reader(login, language, look);
  const check = async (page, paths) => {
    for (const path of paths) {
      await page.goto(path);
      assert.equal(await page.getAttribute("html", "lang"), language, path);
      await clean(page, path);
      await page.evaluate(() => document.querySelectorAll("main details").forEach((d) => { d.open = true; }));
      await clean(page, `${path}, opened`);
    }
  };
  const intake = await reads("intake");
  await check(intake, ["/triage", "/tasks", "/tasks?who=mine", "/goods", seen.case, seen.give, seen.item, "/goods/stock/1", "/goods/recalls",
    seen.recall, "/goods/funds", "/safe-sleep", seen.plan, "/reviews", seen.talk, "/contraception"]);
  await leave(intake);
  const nurse = await reads("discharge");
  await check(nurse, ["/safe-sleep"]);
  await leave(nurse);
}
