// One journey for each role, and axe on every page.
import assert from "node:assert/strict";
import http from "node:http";
import { community } from "./community.mjs";
import { doors } from "./doors.mjs";
import { family } from "./family.mjs";
import { frontDoor } from "./front-door.mjs";
import { browser, demo, signedIn } from "./kith.mjs";
import { privacy } from "./privacy.mjs";
import { clean, LOOKS, PHONE, violations } from "./look.mjs";
import { steward } from "./steward.mjs";

const kith = await demo({ births: 1500 });
const chrome = await browser();
let passed = 0;
let failed = 0;

async function journey(name, steps) {
  try {
    await steps();
    passed += 1;
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n${error.stack ?? error}`);
  }
}

async function numbers(page) {
  return page.$$eval("[data-live]", (all) => Object.fromEntries(all.map((e) => [e.dataset.live, e.textContent.trim()])));
}

let baby;

await journey("an outreach worker calls and records a visit; the coordinator's open scorecard moves by itself", async () => {
  const coordinator = await signedIn(chrome, kith, "coordinator");
  await coordinator.goto("/scorecard");
  await coordinator.evaluate(() => { window.sameDocument = true; });
  const before = await numbers(coordinator);
  assert.ok(Object.keys(before).length > 0, "the scorecard marks its live numbers");

  const worker = await signedIn(chrome, kith, "outreach_worker", PHONE);
  await worker.goto("/worklist");
  // A baby who needs one more visit: the last one closes the gap.
  const row = worker.locator("[data-row]").filter({ hasText: /2\W+of\W+3/ }).first();
  baby = {
    name: (await row.locator("[data-open]").innerText()).trim(),
    href: await row.locator("[data-open]").getAttribute("href"),
  };
  const id = await row.getAttribute("id");
  const same = worker.locator(`#${id}`);

  await same.locator("[data-act-kind=contact] > summary").click();
  await same.locator("input[name=outcome][value=reached]").check();
  await same.locator("[data-act-kind=contact] button[type=submit]").click();
  await worker.locator("[data-undo], .toast").first().waitFor();

  await worker.goto("/worklist");
  await worker.locator(`#${id} [data-act-kind=visit] > summary`).click();
  await worker.locator(`#${id} [data-act-kind=visit] button[type=submit]`).click();
  await worker.locator("[data-undo], .toast").first().waitFor();

  await coordinator.waitForFunction(
    (before) => [...document.querySelectorAll("[data-live]")].some((e) => before[e.dataset.live] !== undefined
      && before[e.dataset.live] !== e.textContent.trim() && !/s ago|just now/.test(e.textContent)),
    before, { timeout: 10_000 });
  assert.equal(await coordinator.evaluate(() => window.sameDocument), true, "without a reload");

  // Undo takes it back, and the numbers with it.
  const moved = await numbers(coordinator);
  await worker.goto(baby.href);
  await worker.locator("form[action*='/visits/'][action$='/undo'] button").first().click();
  await coordinator.waitForFunction(
    (moved) => [...document.querySelectorAll("[data-live]")].some((e) => moved[e.dataset.live] !== undefined
      && moved[e.dataset.live] !== e.textContent.trim() && !/s ago|just now/.test(e.textContent)),
    moved, { timeout: 10_000 });
  assert.deepEqual([...coordinator.problems, ...worker.problems], []);
  await coordinator.context().close();
  await worker.context().close();
});

await journey("the work list can be worked with the keyboard alone", async () => {
  const worker = await signedIn(chrome, kith, "outreach_worker");
  await worker.goto("/worklist");
  await worker.keyboard.press("j");
  const first = await worker.evaluate(() => document.activeElement?.closest("[data-row]")?.id);
  await worker.keyboard.press("j");
  const second = await worker.evaluate(() => document.activeElement?.closest("[data-row]")?.id);
  assert.ok(first && second && first !== second, "j goes down the list");
  await worker.keyboard.press("k");
  assert.equal(await worker.evaluate(() => document.activeElement?.closest("[data-row]")?.id), first);
  await worker.keyboard.press("Enter");
  await worker.waitForURL("**/people/*");
  assert.deepEqual(worker.problems, []);
  await worker.context().close();
});

await journey("the analyst sees counts and never a name", async () => {
  const analyst = await signedIn(chrome, kith, "analyst");
  for (const path of ["/worklist", baby.href, "/worklist.csv", "/data/quarantine/1", "/review", `${baby.href}/identity`, "/data/files"]) {
    const answer = await analyst.request.get(path);
    assert.ok([403, 404].includes(answer.status()), `${path}: ${answer.status()}`);
    assert.ok(!(await answer.text()).includes(baby.name), path);
  }
  for (const path of ["/today", "/scorecard", "/measures/wcv_3by120", "/data", "/scorecard.csv"]) {
    const answer = await analyst.request.get(path);
    assert.equal(answer.status(), 200, path);
    assert.ok(!(await answer.text()).includes(baby.name), path);
  }
  await analyst.context().close();
});

await journey("a number opens into the families behind it, and they into their page; back leads to the number", async () => {
  const page = await signedIn(chrome, kith, "coordinator");
  await page.goto("/measures/ppc_postpartum");
  await page.getByRole("link", { name: "See the families behind this number" }).click();
  assert.equal(new URL(page.url()).searchParams.get("status"), "pending");
  await page.getByRole("link", { name: "Not done in time" }).click();
  const count = Number((await page.locator("h1").innerText()).replace(/\D/g, ""));
  const rows = page.locator("ul.rows > .row");
  assert.ok(count > 0 && await rows.count() === Math.min(count, 50), `${count} and ${await rows.count()} rows`);
  const name = (await rows.first().getByRole("link").innerText()).trim();
  await rows.first().getByRole("link").click();
  assert.match(page.url(), /\/people\/\d+$/);
  assert.ok((await page.locator("main").innerText()).includes(name));
  await page.goBack();
  await page.locator(".back a").click();
  assert.match(page.url(), /\/measures\/ppc_postpartum$/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

await journey("the clinic lead sees the own clinic's families, the administrator none", async () => {
  const lead = await signedIn(chrome, kith, "clinic_lead");
  await lead.goto("/worklist");
  assert.ok((await lead.locator("[data-row]").count()) > 0, "the lead's clinic has families");
  await lead.context().close();
  const admin = await signedIn(chrome, kith, "administrator");
  assert.equal((await admin.request.get("/worklist")).status(), 403);
  assert.equal((await admin.request.get(baby.href)).status(), 403);
  assert.equal((await admin.request.get("/data")).status(), 200);
  await admin.context().close();
});

await journey("everything works without JavaScript", async () => {
  const worker = await signedIn(chrome, kith, "outreach_worker", { javaScriptEnabled: false });
  await worker.goto("/worklist");
  const row = worker.locator("[data-row]").first();
  await row.locator("[data-act-kind=contact] > summary").click();
  await row.locator("input[name=outcome][value=left_message]").check();
  await row.locator("[data-act-kind=contact] button[type=submit]").click();
  await worker.locator("form[action*='/contacts/'][action$='/undo']").first().waitFor();
  await worker.context().close();
});

const seen = await steward({ chrome, kith, journey, PHONE });
await family({ chrome, kith, journey, PHONE });

await journey("a chart stands on somebody else's page until it is taken back", async () => {
  const coordinator = await signedIn(chrome, kith, "coordinator");
  await coordinator.goto("/measures/wcv_3by120");
  await coordinator.locator("form[action$='/embeds']").locator("xpath=..").locator("summary").click();
  await coordinator.locator("form[action$='/embeds'] select").selectOption("months");
  await coordinator.locator("form[action$='/embeds'] button[type=submit]").click();
  await coordinator.locator(".embed-list textarea").first().waitFor();
  const lines = await coordinator.locator(".embed-list textarea").first().inputValue();
  const address = new URL(lines.match(/src="([^"]+)"/)[1].replaceAll("&amp;", "&"), kith.address).href;
  await clean(coordinator, "the measure with a chart that was let out");

  // A page of another origin, read by nobody who has an account here.
  const site = http.createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(`<!doctype html><html lang="en"><title>Elsewhere</title><main><h1>Elsewhere</h1>${lines}</main></html>`);
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  for (const look of LOOKS) {
    const context = await chrome.newContext(look);
    const elsewhere = await context.newPage();
    await elsewhere.goto(`http://127.0.0.1:${site.address().port}/`);
    await elsewhere.frameLocator("iframe").locator("figure svg").first().waitFor({ state: "attached" });
    await elsewhere.frameLocator("iframe").locator("figcaption h2").first().waitFor();
    const alone = await context.newPage();
    await alone.goto(address);
    await clean(alone, `the frame at ${look.viewport.width} px`);
    assert.deepEqual(await context.cookies(), []);
    await context.close();
  }
  site.closeAllConnections();
  site.close();
  await coordinator.locator(".embed-list form[action*='/embeds/'] button").first().click();
  await coordinator.waitForFunction(() => !document.querySelector(".embed-list"));
  const gone = await coordinator.request.get(address);
  assert.equal(gone.status(), 404);
  assert.deepEqual(coordinator.problems, []);
  await coordinator.context().close();
});

const PAGES = {
  coordinator: ["/today", "/scorecard", "/report", "/measures/wcv_3by120", "/measures/wcv_3by120/equity", "/measures/wcv_3by120/sites", "/measures/ppc_prenatal", "/flow/ppc_postpartum?status=not_met", "/worklist", "PERSON", "/data", "/help"],
  clinic_lead: ["/today", "/worklist"],
  outreach_worker: ["/today", "/scorecard", "/worklist", "/data"],
  analyst: ["/today", "/scorecard", "/measures/wcv_3by120", "/equity", "/measures/ppc_postpartum/sites", "/data"],
  administrator: ["/today", "/data"],
  data_steward: ["/review", "/data", "/data/files", "/help", ...seen],
};

for (const [role, paths] of Object.entries(PAGES)) {
  for (const look of LOOKS) {
    await journey(`axe finds nothing: ${role}, ${look.viewport.width} px, ${look.colorScheme}`, async () => {
      const page = await signedIn(chrome, kith, role, look);
      for (const path of paths) {
        await page.goto(path === "PERSON" ? baby.href : path);
        await clean(page, path);
      }
      await page.context().close();
    });
  }
}

await journey("axe finds nothing on the sign-in page, and in Spanish", async () => {
  const context = await chrome.newContext({ baseURL: kith.address, locale: "es-MX" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  assert.deepEqual(await violations(page), []);
  await context.close();
  const spanish = await signedIn(chrome, kith, "coordinator");
  await spanish.locator("header details > summary").first().click();
  await spanish.locator("form[action='/language'] button").first().click();
  for (const path of ["/today", "/scorecard", "/report", "/measures/wcv_3by120", "/measures/ppc_postpartum/equity?by=payer", "/measures/wcv_3by120/sites", "/flow/ppc_postpartum?status=not_met", "/worklist"]) {
    await spanish.goto(path);
    assert.equal(await spanish.getAttribute("html", "lang"), "es", path);
    assert.deepEqual(await violations(spanish), [], path);
  }
  await spanish.context().close();
});

await kith.stop();
const door = await demo({ programme: "central-triage", births: 1000 });
await frontDoor({ chrome, kith: door, journey });
await community({ chrome, kith: door, journey });
await privacy({ chrome, kith: door, journey });
await doors({ chrome, kith: door, journey });
await door.stop();

await chrome.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
