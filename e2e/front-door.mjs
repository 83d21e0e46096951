// The journeys of the front door: who sends, who works on cases, who answers without an account, and who sees none of it.
import assert from "node:assert/strict";
import { cast } from "./kith.mjs";
import { clean, LOOKS, PHONE } from "./look.mjs";

const OURS = "Family Paths";
const OTHERS = "Strong Start case management";

/** The day so many days from now, as a form takes it. */
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

export const SENDER = { "sender.name": "Example Nurse", "sender.phone": "555-010-0100" };

/** Who she is, as a form asks. Her number ends in `n`, so that no two are one. */
export const her = (given, family, n) => ({
  "identity.given": given, "identity.family": family, "identity.birth_date": `199${n}-0${n + 1}-1${n}`,
  "identity.phone": `555-010-02${n}${n}`, "identity.phone_safe": "text", "identity.postal_code": "00001", "identity.language": "en",
  "identity.insurance": "medicaid",
});

/** A first pregnancy of 20 weeks. */
export const PREGNANT = {
  "pregnancy.due_date": day(140), "pregnancy.late_entry": "no", "pregnancy.teen": "no", "history.pregnant_before": "no",
  "social.housing": "steady", "social.support_lack": "no", "social.transport_lack": "no", "social.low_income": "yes",
  "substance.tobacco": "no", "substance.alcohol": "no", "substance.drugs": "no", "mental.history": "no",
  "mental.self_harm": "no", "medical.severe_bp": "no",
};

const CRITERIA = ["teen", "no_prenatal_care", "substance", "mental", "housing", "infant_death", "preterm",
  "very_low_birth_weight"];

/** A birth three days ago. */
export const BORN = {
  "infant.birth_date": day(-3), "infant.birth_weight": "3240", "infant.gestation_weeks": "39",
  "infant.birth_place": "Example Hospital", "infant.immediate_risk": "no", "pregnancy.delivered_on": day(-3),
  ...Object.fromEntries(CRITERIA.map((c) => [`criteria.${c}`, "no"])), "criteria.mental": "yes",
};

/** Answers questions, in the order in which they are given. */
export async function answer(page, answers) {
  for (const [question, value] of Object.entries(answers)) {
    const field = page.locator(`[name="a.${question}"]`);
    if (await field.first().getAttribute("type") === "radio") await field.and(page.locator(`[value="${value}"]`)).check();
    else await field.fill(value);
  }
}

/** The same, with the keyboard alone. A group of choices is one stop of the Tab key, and the arrows go through it. */
async function type(page, answers) {
  for (const [question, value] of Object.entries(answers)) {
    const name = `[name="a.${question}"]`;
    await tabTo(page, name);
    const kind = await page.evaluate(() => document.activeElement.type);
    if (kind === "radio") {
      await page.keyboard.press("Space");
      await tabTo(page, `${name}[value="${value}"]`, "ArrowDown");
    } else if (kind === "date") {
      const [year, month, dayOf] = value.split("-");
      await page.keyboard.type(`${month}${dayOf}${year}`);
    } else await page.keyboard.type(value);
  }
}

/** Goes on by the Tab key until something has the focus, and presses a key there. */
export async function press(page, what, key = "Enter") {
  for (let tries = 0; tries < 120; tries += 1) {
    if (await what.evaluate((e) => e === document.activeElement)) return page.keyboard.press(key);
    await page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key does not lead to ${what}`);
}

/** Fills a form in and sends it: the receipt's number. */
async function put(page, form, answers, before = async () => {}) {
  await page.goto(`/front-door/${form}`);
  await answer(page, answers);
  await before();
  await page.locator("button[name=do][value=send]").click();
  await page.getByRole("heading", { name: "It has arrived" }).waitFor();
  return (await page.locator("p.big").innerText()).trim();
}

/** Opens the case of somebody from the inbox: its path. */
export async function openCase(page, family) {
  await page.goto("/triage");
  await page.fill("#inbox-search", family);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.locator("[data-open]").filter({ hasText: family }).first().click();
  await page.waitForURL(/\/triage\/\d+$/);
  return new URL(page.url()).pathname;
}

/** The line of a service on the page of those that fit. */
const service = (page, name) => page.locator("[data-row]").filter({ has: page.getByRole("heading", { name, exact: true }) });

async function refer(page, path, name, why) {
  await page.goto(`${path}/match`);
  const line = service(page, name);
  await line.locator("summary").click();
  await line.locator("textarea").fill(why);
  await line.getByRole("button", { name: `Send to ${name}` }).click();
  await page.locator(".toast").getByText("A place is held for her").waitFor();
}

/** Opens the referral of somebody from the list of who answers. */
export async function openReferral(page, family) {
  await page.goto("/referrals");
  await press(page, page.locator("[data-open]").filter({ hasText: family }).first());
  await page.waitForURL(/\/referrals\/\d+$/);
  return new URL(page.url()).pathname;
}

/** Says how many places a service of the own organisation has. */
async function places(page, name, n) {
  await page.goto("/referrals");
  const card = page.locator("li.card").filter({ has: page.getByRole("heading", { name, exact: true }) });
  await press(page, card.locator("input[type=number]"), "Control+a");
  await page.keyboard.type(String(n));
  await press(page, card.getByRole("button", { name: "Save", exact: true }));
  await page.locator(".toast").waitFor();
}

async function step(page, name) {
  await press(page, page.getByRole("button", { name, exact: true }));
  await page.locator(".toast").waitFor();
}

/** The address on a page of paper. */
async function address(page, button) {
  await page.getByRole("button", { name: button, exact: true }).click();
  assert.ok((await page.locator("svg.qr:visible").count()) > 0, "the square is drawn");
  return new URL((await page.locator("p.address code").innerText()).trim()).pathname;
}

/**
 * Runs them against a demo of the programme with a front door. The nurse who sends, the supervisor, the service without an
 * account and the mother use the keyboard alone.
 */
export async function frontDoor({ chrome, kith, journey }) {
  const all = { ...cast(chrome, kith), seen: {} };
  await journey("a discharge nurse sends a postpartum referral by keyboard alone, with an answer missing first", () => sends(all));
  await journey("an intake nurse carries one woman from the form to the service, and she says so herself", () => carries(all));
  await journey("a service does not take somebody, and the next one is full", () => sentBack(all));
  await journey("a service without an account answers by a link that works once", () => byLink(all));
  await journey("what a screening asked for is closed by what came of it", () => followsUp(all));
  await journey("the inbox can be worked with the keyboard alone", () => byKeys(all));
  await journey("a form follows its answers and a try is logged without JavaScript", () => plainly(all));
  await journey("who has nothing to do with the front door sees none of it", () => others(all));
  for (const language of ["en", "es"]) {
    for (const look of LOOKS) {
      await journey(`axe finds nothing at the front door: ${language}, ${look.viewport.width} px`, () => looks(all, language, look));
    }
  }
}

async function sends({ as, leave }) {
  const nurse = await as("discharge");
  await nurse.goto("/front-door");
  await press(nurse, nurse.getByRole("link", { name: "Postpartum infant and maternal referral" }));
  await nurse.waitForURL(/postpartum_referral$/);
  const { "infant.birth_place": place, ...rest } = BORN;
  const typed = { ...SENDER, ...her("Petra", "Postsample", 1), ...rest };
  await type(nurse, typed);
  await press(nurse, nurse.locator("button[name=do][value=send]"));

  // The missing answer is listed and leads to its question, and what was typed is there.
  await nurse.locator("#errors").waitFor();
  assert.equal(await nurse.locator("#errors li").count(), 1, await nurse.locator("#errors").innerText());
  assert.match(await nurse.locator("#errors li").innerText(), /Hospital or place of birth/);
  for (const [question, value] of Object.entries(typed)) {
    const field = nurse.locator(`[name="a.${question}"]`);
    const kept = (await field.first().getAttribute("type")) === "radio"
      ? await nurse.locator(`[name="a.${question}"]:checked`).getAttribute("value") : await field.inputValue();
    assert.equal(kept, value, question);
  }
  await press(nurse, nurse.locator("#errors a"));
  assert.equal(await nurse.evaluate(() => document.activeElement.name), "a.infant.birth_place");
  await nurse.keyboard.type(place);
  await press(nurse, nurse.locator("button[name=do][value=send]"));
  await nurse.getByRole("heading", { name: "It has arrived" }).waitFor();
  const number = (await nurse.locator("p.big").innerText()).trim();
  assert.ok(number.length > 0);

  // She finds it among those sent, with how it stands; the inbox is not hers.
  await nurse.getByRole("link", { name: "Back to the forms" }).click();
  const sent = nurse.locator("li[id^=sent-]").filter({ hasText: number });
  assert.match(await sent.innerText(), /Petra Postsample[\s\S]*Received/);
  for (const path of ["/triage", "/triage/1", "/referrals"]) {
    assert.equal((await nurse.request.get(path)).status(), 403, path);
  }
  assert.equal(await nurse.locator("nav a[href='/triage'], nav a[href='/referrals']").count(), 0);
  await leave(nurse);
}

async function carries({ as, nobody, leave, seen }) {
  const clinic = await as("clinic");
  const number = await put(clinic, "prenatal_risk_assessment", { ...SENDER, ...her("Clara", "Carrysample", 2), ...PREGNANT },
    async () => {
      // The parts are listed with what is answered in each, and the whole stands beside the button.
      assert.ok((await clinic.locator("[data-part]:visible").count()) >= 8);
      assert.match(await clinic.locator("[data-part]:visible").nth(1).innerText(), /About her\s+\d+ of \d+ answered/);
      const [, done, of] = /(\d+) of (\d+) questions answered/.exec(await clinic.locator("[data-total]").innerText());
      assert.ok(Number(done) > 20 && done === of, `${done} of ${of}`);
    });

  // What the service has is what it says it has.
  const supervisor = await as("service");
  await places(supervisor, OURS, 3);

  const intake = await as("intake");
  const path = await openCase(intake, "Carrysample");
  await intake.getByRole("button", { name: /^I will take her/ }).click();
  await intake.locator(".toast").getByText("She is yours now").waitFor();
  await intake.locator("[data-act-kind=contact] > summary").click();
  await intake.locator("input[name=outcome][value=reached]").check();
  await intake.locator("[data-act-kind=contact] button[type=submit]").click();
  await intake.locator(".toast").getByText("Logged").waitFor();
  await intake.goto(path);
  assert.match(await intake.locator("section.goal-line").innerText(), /Spoke with her · With Demo Intake Nurse/);

  // Each service says why she may have it, or why not.
  await intake.getByRole("link", { name: "Find a service" }).first().click();
  assert.match(await service(intake, "First Steps nurse visits").innerText(), /May have it/);
  assert.match(await service(intake, OURS).innerText(), /May have it\.[\s\S]*Speaks her language[\s\S]*3 places/);
  const not = service(intake, "One nurse visit for every newborn");
  assert.match(await not.innerText(), /Not for her, because:[\s\S]*baby up to 12 weeks/);
  assert.equal(await not.locator("form").count(), 0);
  seen.match = `${path}/match`;

  await refer(intake, path, OURS, "Wants visits at home.");
  const referral = await openReferral(supervisor, "Carrysample");
  assert.match(await supervisor.locator("main").innerText(), /Wants visits at home\./);
  for (const name of ["We take her", "Spoke with her"]) await step(supervisor, name);
  // The day of her first visit is said with it, and stands where intake looks.
  await supervisor.locator("#enroll-visit").fill(day(5));
  await step(supervisor, "She is enrolled");
  await intake.goto(path);
  assert.match(await intake.locator("section:has(#referrals)").innerText(), /First visit on /);
  await step(supervisor, "First visit took place");
  seen.case = path;
  seen.referral = referral;

  // Her own word comes by her own link, on her telephone.
  await intake.goto(referral);
  const link = await address(intake, "Make her page");
  assert.ok(!(await intake.locator("main").innerText()).includes("Carrysample"), "nobody's name stands on paper");
  assert.match(await intake.locator("main").innerText(), /Printed [\s\S]*The link works until /);
  const mother = await nobody(PHONE);
  await mother.goto(link);
  assert.ok(!(await mother.locator("body").innerText()).includes("Carrysample"));
  await clean(mother, "her own page");
  for (const question of ["reached", "served"]) {
    await tabTo(mother, `input[name=${question}]`);
    await mother.keyboard.press("Space");
    await tabTo(mother, `input[name=${question}][value=yes]`, "ArrowDown");
  }
  await press(mother, mother.getByRole("button", { name: "Send", exact: true }));
  await mother.getByText("Your answer has arrived").waitFor();
  // She gets out of it at once, and whoever goes back does not find it.
  assert.equal(await mother.title(), "One question");
  await mother.route("https://www.weather.gov/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Weather</title>" }));
  await press(mother, mother.getByRole("link", { name: "Leave this page now" }));
  await mother.waitForURL("https://www.weather.gov/");
  await mother.goBack();
  await mother.getByRole("heading", { name: "This link does not work any more" }).waitFor();

  await intake.goto(path);
  assert.match(await intake.locator("section:has(#referrals)").innerText(), /Is served[\s\S]*She and the service found each other/);
  await clinic.goto("/front-door");
  const standing = await clinic.locator("li[id^=sent-]").filter({ hasText: number }).innerText();
  assert.match(standing, /She is served/);
  assert.doesNotMatch(standing, new RegExp(OURS), "where she is served is not for the sender to know");
  await leave(clinic, supervisor, intake, mother);
}

async function sentBack({ as, leave, seen }) {
  const clinic = await as("clinic");
  await put(clinic, "prenatal_risk_assessment", { ...SENDER, ...her("Dora", "Declinesample", 3), ...PREGNANT });
  const supervisor = await as("service");
  const intake = await as("intake");
  const path = await openCase(intake, "Declinesample");
  await refer(intake, path, OURS, "Prefers the afternoon.");

  await openReferral(supervisor, "Declinesample");
  await press(supervisor, supervisor.locator("summary").filter({ hasText: "We cannot take her" }));
  const form = supervisor.locator("details[open] form");
  await tabTo(supervisor, "details[open] input[name=reason]");
  await supervisor.keyboard.press("Space");
  await tabTo(supervisor, "input[name=reason][value=wrong_area]", "ArrowDown");
  await press(supervisor, form.getByRole("button", { name: /^We cannot take her/ }));
  await supervisor.locator(".toast").waitFor();
  assert.match(await supervisor.locator("main").innerText(), /Not taken: she lives outside our area/);

  // The case is back, with something to do.
  await intake.goto(path);
  assert.match(await intake.locator("section:has(#referrals)").innerText(), /The service does not take her/);
  assert.match(await intake.locator("section:has(#tasks)").innerText(), /1 thing to do[\s\S]*for intake/);
  assert.ok(await intake.locator("section:has(#tasks)").getByRole("link", { name: /^Find a service/ }).isVisible());
  assert.doesNotMatch(await intake.locator("section.goal-line").innerText(), /A service was asked/);

  // A service that fills up meanwhile says so, and cannot be asked.
  await intake.goto(`${path}/match`);
  const line = service(intake, OURS);
  await places(supervisor, OURS, 0);
  await line.locator("summary").click();
  await line.locator("textarea").fill("Prefers the afternoon.");
  const [refused] = await Promise.all([
    intake.waitForResponse((answer) => answer.url().endsWith("/refer")),
    line.getByRole("button", { name: `Send to ${OURS}` }).click(),
  ]);
  assert.equal(refused.status(), 422, "nobody is sent to a service that has filled up");
  await service(intake, OURS).getByText("It is full: choose another").waitFor();
  assert.equal(await service(intake, OURS).locator("form").count(), 0);
  await places(supervisor, OURS, 3);
  seen.back = path;
  await leave(clinic, supervisor, intake);
}

async function byLink({ as, nobody, leave, seen }) {
  const intake = await as("intake");
  await refer(intake, seen.back, OTHERS, "Asks for help with papers.");
  await intake.locator("section:has(#referrals) a[href^='/referrals/']").filter({ hasText: OTHERS }).click();
  await intake.waitForURL(/\/referrals\/\d+$/);
  const referral = new URL(intake.url()).pathname;
  const link = await address(intake, "Make the page");
  await intake.goto(referral);
  const own = await address(intake, "Make her page");

  // Who holds it sees who she is, why, and nothing around it.
  const receiver = await nobody();
  const answered = await receiver.goto(link);
  assert.equal(answered.headers()["referrer-policy"], "no-referrer");
  assert.match(answered.headers()["cache-control"], /no-store/);
  const words = await receiver.locator("body").innerText();
  assert.match(words, /Dora Declinesample[\s\S]*Asks for help with papers\.[\s\S]*555-010-0233/);
  for (const other of ["1993", "medicaid", "Low income", "Demo Intake Nurse", "Family Paths"]) {
    assert.ok(!words.includes(other), `${other} is not theirs to know`);
  }
  assert.equal(await receiver.locator("nav, header, a[href='/']").count(), 0, "no way to anything else");
  assert.deepEqual(await receiver.context().cookies(), []);

  // It opens nothing of another kind, and neither do others open it: one answer for all of them.
  const wrong = link.slice(0, -4) + (link.endsWith("AAAA") ? "BBBB" : "AAAA");
  const gone = await receiver.request.get(wrong);
  assert.equal(gone.status(), 404);
  const same = async (path) => {
    const other = await receiver.request.get(path);
    assert.equal(other.status(), 404, path);
    assert.equal(await other.text(), await gone.text(), path);
  };
  await same(link.replace("/r/", "/p/"));
  // Where hers would be it says no more, and has her way out.
  const hers = await receiver.request.get(link.replace("/r/", "/w/"));
  assert.equal(hers.status(), 404);
  assert.equal(await hers.text(), await (await receiver.request.get(wrong.replace("/r/", "/w/"))).text());
  await same(own.replace("/w/", "/r/"));

  await clean(receiver, "a referral by link");
  await press(receiver, receiver.getByRole("button", { name: "We take her" }));
  await receiver.getByText("Your answer has arrived").waitFor();
  assert.notEqual(new URL(receiver.url()).pathname, link, "the next answer has a link of its own");
  await same(link);
  const again = await receiver.request.post(link, { form: { version: "1", step: "accept" } });
  assert.equal(again.status(), 404);

  await intake.goto(referral);
  assert.match(await intake.locator("section.goal-line").innerText(), /Accepted/);
  seen.theirs = referral;
  seen.byLink = new URL(receiver.url()).pathname;
  await leave(intake, receiver);
}

/** Goes on by the key until what is wanted has the focus. */
export async function tabTo(page, selector, key = "Tab") {
  for (let tries = 0; tries < 120; tries += 1) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the ${key} key does not lead to ${selector}`);
}

async function followsUp({ as, leave }) {
  const intake = await as("intake", PHONE);
  await intake.goto("/tasks");
  const row = intake.locator("[data-row]").filter({ has: intake.locator("summary", { hasText: "Close it" }) }).first();
  const id = await row.getAttribute("id");
  const path = await row.locator("[data-open]").getAttribute("href");
  await intake.locator(`#${id} summary`).click();
  await intake.locator(`#${id} input[value=not_reached]`).check();
  await clean(intake, "a follow-up that is being closed");
  await intake.locator(`#${id} input[value=in_care]`).check();
  await intake.locator(`#${id}`).getByRole("button", { name: "Close it", exact: true }).click();
  await intake.locator(".toast").waitFor();
  await intake.goto(path);
  assert.match(await intake.locator("section:has(#tasks)").innerText(), /She was in care for it already\s+Done by Demo Intake Nurse/);
  await leave(intake);
}

async function byKeys({ as, leave }) {
  const intake = await as("intake2");
  await intake.goto("/triage");
  await intake.keyboard.press("j");
  const first = await intake.evaluate(() => document.activeElement?.closest("[data-row]")?.id);
  await intake.keyboard.press("j");
  const second = await intake.evaluate(() => document.activeElement?.closest("[data-row]")?.id);
  assert.ok(first && second && first !== second, "j goes down the inbox");
  await intake.keyboard.press("k");
  assert.equal(await intake.evaluate(() => document.activeElement?.closest("[data-row]")?.id), first);
  // A closed case stands in the inbox while something is left to do for it; the first that is open is tried.
  for (let down = 0; ; down += 1) {
    await intake.keyboard.press("Enter");
    await intake.waitForURL(/\/triage\/\d+$/);
    if (await intake.locator("[data-act-kind=contact]").count()) break;
    await intake.goto("/triage");
    for (let n = 0; n <= down + 1; n += 1) await intake.keyboard.press("j");
  }
  const path = new URL(intake.url()).pathname;

  const tries = async () => (await intake.locator("section:has(#attempts) li").count());
  const before = await tries();
  await tabTo(intake, "[data-act-kind=contact] > summary");
  await intake.keyboard.press("Enter");
  await tabTo(intake, "#attempt-channel");
  await intake.keyboard.press("Tab");
  // The answers are one stop; the arrows go through them.
  await intake.keyboard.press("Space");
  await tabTo(intake, "input[name=outcome][value=no_answer]", "ArrowDown");
  const outline = await intake.evaluate(() => {
    const shown = [document.activeElement, document.activeElement.nextElementSibling, document.activeElement.closest("label")];
    return shown.some((e) => e && getComputedStyle(e).outlineStyle !== "none" && parseFloat(getComputedStyle(e).outlineWidth) > 0);
  });
  assert.ok(outline, "where the keys are is seen");
  await tabTo(intake, "#attempt-note");
  await intake.keyboard.type("Tried from the keyboard.");
  await tabTo(intake, "[data-act-kind=contact] button[type=submit]");
  await intake.keyboard.press("Enter");
  await intake.locator(".toast").getByText("Logged").waitFor();
  await intake.goto(path);
  assert.equal(await tries(), before + 1);
  assert.match(await intake.locator("section:has(#attempts)").innerText(), /nobody answered\s+Tried from the keyboard\./);
  await leave(intake);
}

async function plainly({ as, leave }) {
  const clinic = await as("clinic", { ...PHONE, javaScriptEnabled: false });
  await clinic.goto("/front-door/prenatal_risk_assessment");
  const asked = clinic.locator('[name="a.history.preterm_births"]');
  assert.equal(await asked.isVisible(), false);
  const { "identity.phone_safe": safe, ...she } = her("Nora", "Noscriptsample", 4);
  await answer(clinic, { ...SENDER, ...she, ...PREGNANT, "history.pregnant_before": "yes" });
  await clinic.locator("button[name=do][value=next]").click();
  assert.equal(await asked.isVisible(), true, "the questions that follow are shown");
  assert.equal(await clinic.locator("#errors").count(), 0, "nothing is called wrong that was not asked");
  assert.equal(await clinic.locator('[name="a.identity.given"]').inputValue(), "Nora");
  await answer(clinic, {
    "identity.phone_safe": safe, "history.preterm_births": "1", "history.fetal_deaths": "0", "history.low_birth_weight": "no",
    "history.infant_death": "no", "history.short_interval": "no",
  });
  await clinic.locator("button[name=do][value=send]").click();
  await clinic.getByRole("heading", { name: "It has arrived" }).waitFor();
  await leave(clinic);

  const intake = await as("intake", { javaScriptEnabled: false });
  const path = await openCase(intake, "Noscriptsample");
  assert.match(await intake.locator("section:has(#why)").innerText(), /Earlier preterm birth/);
  await intake.locator("[data-act-kind=contact] > summary").click();
  await intake.locator("input[name=outcome][value=left_message]").check();
  await intake.locator("[data-act-kind=contact] button[type=submit]").click();
  await intake.locator("form[action*='/attempts/'][action$='/undo'] button").click();
  await intake.goto(path);
  assert.doesNotMatch(await intake.locator("main").innerText(), /left a message\s*\n/);
  await leave(intake);
}

async function others({ as, leave, seen }) {
  const paths = ["/front-door", "/front-door/prenatal_risk_assessment", "/triage", seen.case, seen.match, "/referrals", seen.referral];
  for (const login of ["analyst", "outreach", "admin"]) {
    const page = await as(login);
    for (const path of paths) {
      const answer = await page.request.get(path);
      assert.equal(answer.status(), 403, `${login} at ${path}`);
      assert.ok(!(await answer.text()).includes("sample"), path);
    }
    await page.goto("/today");
    const shown = await page.locator("nav a").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
    assert.deepEqual(shown.filter((href) => /^\/(triage|referrals|front-door)/.test(href)), [], login);
    await leave(page);
  }
  // A service sees what was sent to it, and nobody's case.
  const supervisor = await as("service");
  for (const path of ["/triage", seen.case, seen.match]) assert.equal((await supervisor.request.get(path)).status(), 403, path);
  assert.equal((await supervisor.request.get(seen.theirs)).status(), 403, "another organisation's");
  await leave(supervisor);
}

async function looks({ reader, nobody, leave, seen }, language, look) {
  const reads = (login) => reader(login, language, look);
  const check = async (page, paths) => {
    for (const path of paths) {
      await page.goto(path);
      assert.equal(await page.getAttribute("html", "lang"), language, path);
      await clean(page, path);
    }
  };
  const intake = await reads("intake");
  await check(intake, ["/triage", seen.case, seen.back, seen.match, `${seen.back}/match`, "/referrals", seen.referral,
    "/front-door", "/front-door/prenatal_risk_assessment", "/front-door/postpartum_referral"]);
  // Everything that opens is looked at open as well.
  for (const path of [seen.case, seen.back, seen.referral]) {
    await intake.goto(path);
    await intake.evaluate(() => document.querySelectorAll("main details").forEach((d) => { d.open = true; }));
    await clean(intake, `${path}, opened`);
  }
  // What is wrong, and the receipt.
  await intake.goto("/front-door/hunger_vital_sign");
  await intake.locator("button[name=do][value=send]").click();
  await intake.locator("#errors").waitFor();
  await clean(intake, "a form with what is wrong");
  await intake.goto("/front-door/prenatal_risk_assessment");
  const n = language === "en" ? 5 : 6;
  await answer(intake, { ...SENDER, ...her("Rosa", "Receiptsample", n), ...PREGNANT });
  await intake.locator("button[name=do][value=send]").click();
  await intake.locator("p.big").waitFor();
  await clean(intake, "the receipt");
  await leave(intake);

  const supervisor = await reads("service");
  await check(supervisor, ["/referrals", seen.referral]);
  await leave(supervisor);

  const receiver = await nobody({ ...look, locale: language === "es" ? "es-MX" : "en-US" });
  await check(receiver, [seen.byLink]);
  await receiver.goto("/r/nothing");
  await clean(receiver, "a link that does not work");
  await leave(receiver);
}
