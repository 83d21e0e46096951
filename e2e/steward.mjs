// The journeys of the data steward: a spreadsheet with bad rows, a pair that waits, and the way back of both.
import assert from "node:assert/strict";
import { signedIn, watched } from "./kith.mjs";
import { workbook } from "./xlsx.mjs";

// A title above the header, a header that nobody knows, dates that can be read either way, and three bad rows.
const ROSTER = [
  ["Roster of the Example programme", "", "", "", "", ""],
  ["Chart #", "Last Name", "First Name", "DOB", "Reach her at", "Notes"],
  ["00917", "Testwoman", "Clara", "3/4/1994", "(555) 010-0141", "prefers mornings"],
  ["00918", "Samplewoman", "Dora", "5/6/1991", "(555) 010-0142", ""],
  ["00919", "Specimen", "Elisa", "12/11/1996", "(555) 010-0143", ""],
  ["1.23457E+11", "Damaged", "Fina", "7/8/1990", "(555) 010-0144", ""],
  ["00921", "Impossible", "Gala", "31/31/1993", "(555) 010-0145", ""],
  ["00922", "=HYPERLINK(\"http://example.org\")", "Hanna", "45/45/1993", "(555) 010-0146", ""],
];

/** Runs them; gives back paths of pages that came up on the way, for axe. */
export async function steward({ chrome, kith, journey, PHONE }) {
  const seen = [];
  // One sign-in for all of them: tries to sign in are counted.
  const first = await signedIn(chrome, kith, "data_steward");
  const storageState = await first.context().storageState();
  await first.context().close();
  const walk = (name, steps, options = {}) => journey(name, async () => {
    const context = await chrome.newContext({ baseURL: kith.address, storageState, ...options });
    const page = watched(await context.newPage());
    await steps(page);
    assert.deepEqual(page.problems, []);
    await context.close();
  });
  await walk("a data steward maps a spreadsheet with bad rows, puts it in, and takes it back", (page) => putsIn(page, seen));
  await walk("a data steward reviews a pair, merges, sees the dyad, and undoes it", (page) => merges(page, seen, chrome, kith));
  await walk("a pair is decided with the keyboard alone", byKeys);
  await walk("a pair is decided and undone without JavaScript, on a phone", plainly, { ...PHONE, javaScriptEnabled: false });
  await walk("a data steward opens nobody's care", noCare);
  return seen;
}

async function putsIn(page, seen) {
  await page.goto("/data/files");
  await page.setInputFiles("input[name=file]", { name: "roster.xlsx", mimeType: "application/octet-stream", buffer: workbook("Roster", ROSTER) });
  await page.fill("input[name=source]", "Example programme");
  await page.locator("form.put button[type=submit]").click();
  await page.waitForURL(/\/data\/files\/\d+$/);
  const path = new URL(page.url()).pathname;
  seen.push(path);

  // Dates that can be read either way are asked about before anything can be put in.
  assert.equal(await page.locator("form[action$='/commit']").count(), 0, "undecided dates are not guessed");
  await page.locator("input[name=date_order][value=MDY] + span").click();
  const columns = page.locator("table.columns tbody tr");
  await columns.filter({ hasText: "Reach her at" }).locator("select").selectOption("mother.phone");
  await page.locator("form.mapping > button[type=submit]").click();
  await page.locator("form[action$='/commit']").waitFor();

  // The bad rows are set aside with the line and the column of the file as it is.
  const aside = await page.locator("table.aside-rows tbody tr").allInnerTexts();
  assert.equal(aside.length, 3, aside.join("\n"));
  for (const [line, column] of [["6", "Chart #"], ["7", "DOB"], ["8", "DOB"]]) {
    assert.ok(aside.some((row) => row.startsWith(line) && row.includes(column)), `line ${line}: ${aside.join("\n")}`);
  }
  const rows = await page.locator("ul.file-rows").innerText();
  assert.ok(rows.includes("Clara") && !rows.includes("Fina"), rows);
  const problems = await (await page.request.get(`${path}/problems.csv`)).text();
  assert.ok(problems.includes("'=HYPERLINK"), "a cell that would be a formula is text");

  await page.locator("form[action$='/commit'] button").click();
  await page.locator(".toast").waitFor();
  const sources = await page.request.get("/data");
  assert.ok((await sources.text()).includes("Example programme"));

  // The same file again changes nothing.
  await page.goto("/data/files");
  assert.match(await page.locator("#uploads + ul li").first().innerText(), /roster\.xlsx[\s\S]*3 rows taken/);
  await page.goto(path);
  await page.locator("form[action$='/undo'] button").first().click();
  await page.locator(".toast").waitFor();
  await page.goto("/data/files");
  assert.match(await page.locator("#uploads + ul li").first().innerText(), /Taken back/);
}

/** A pair of records of a mother whose baby is known: its page, and the page of the one with the baby. */
async function motherTwice(page) {
  await page.goto("/review?kind=person");
  const pairs = await page.locator("[data-open]").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
  assert.ok(pairs.length > 0, "the demo has pairs that wait");
  for (const pair of pairs) {
    await page.goto(pair);
    const people = await page.locator("table.side thead a").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
    for (const person of people) {
      await page.goto(person);
      if ((await page.locator("#dyads ~ ul a[href$='/identity']").count()) > 0) return { pair, people, person };
    }
  }
  throw new Error("no pair of the demo is of a mother with a known baby");
}

async function merges(page, seen, chrome, kith) {
  const { pair, people, person } = await motherTwice(page);
  seen.push(pair, person);
  await page.goto(pair);
  assert.ok((await page.locator("#weights svg:visible").count()) > 0, "the weights are drawn");
  const json = await (await page.request.get(pair.replace(/(\?|$)/, ".json$1"))).json();
  assert.ok(json.steps.length > 0 && Number.isFinite(json.total_bits));

  await page.locator("button[name=verdict][value=same]").click();
  await page.locator(".toast form[action^='/acts/']").waitFor();
  await page.goto("/review?kind=person");
  assert.equal(await page.locator(`[data-open][href='${pair}']`).count(), 0, "the pair waits no more");

  // Both ids now lead to one person, who is made of both records and has her baby.
  await page.goto(people[0]);
  const one = new URL(page.url()).pathname;
  await page.goto(people[1]);
  assert.equal(new URL(page.url()).pathname, one);
  assert.ok((await page.locator(".members > li").count()) >= 2);
  const baby = await page.locator("#dyads ~ ul a[href$='/identity']").first().getAttribute("href");
  const coordinator = await signedIn(chrome, kith, "coordinator");
  await coordinator.goto(baby.replace("/identity", ""));
  assert.match(await coordinator.locator("ul.sources").innerText(), /records from \d sources/i, "the dyad shows both sources");
  await coordinator.context().close();

  // Undo brings both back, and the pair waits again.
  await page.locator("#events ~ ul form[action^='/acts/'] button").first().click();
  await page.locator(".toast").waitFor();
  await page.goto(people[1]);
  assert.equal(new URL(page.url()).pathname, people[1]);
  await page.goto(people[0]);
  assert.equal(new URL(page.url()).pathname, people[0]);
  await page.goto("/review?kind=person");
  assert.equal(await page.locator(`[data-open][href='${pair}']`).count(), 1, "the pair waits again");
}

async function byKeys(page) {
  await page.goto("/review?kind=person");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/review\/person\//);
  const pair = new URL(page.url()).pathname;
  await page.keyboard.press("d");
  await page.locator(".toast form[action^='/acts/']").waitFor();
  assert.notEqual(new URL(page.url()).pathname, pair, "the next one, or the queue");
  await page.keyboard.press("z");
  await page.waitForFunction(() => !document.querySelector(".toast form"));
  await page.goto(pair);
  assert.equal(await page.locator(".standing").count(), 0, "the decision is taken back");
}

async function plainly(page) {
  await page.goto("/review?kind=person");
  await page.locator("[data-open]").first().click();
  const pair = new URL(page.url()).pathname;
  await page.locator("button[name=verdict][value=unsure]").click();
  await page.locator(".toast form[action^='/acts/'] button").click();
  await page.locator(".toast").waitFor();
  await page.goto(pair);
  assert.equal(await page.locator(".standing").count(), 0);
}

async function noCare(page) {
  await page.goto("/review");
  const person = (await page.locator("[data-open]").first().getAttribute("href")).match(/\d+/)[0];
  for (const path of ["/scorecard", "/worklist", "/measures/wcv_3by120", `/people/${person}`, "/records/1"]) {
    assert.ok([403, 404].includes((await page.request.get(path)).status()), path);
  }
}
