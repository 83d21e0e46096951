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
  await walk("a pair is decided with the keyboard alone, and a held key or a double click decides once", byKeys);
  await walk("of two birth dates one is left open, then chosen, and taken back", chooses);
  await walk("a pair is decided and undone without JavaScript, on a phone", plainly, { ...PHONE, javaScriptEnabled: false });
  await walk("a data steward opens nobody's care", noCare);
  return seen;
}

/** Puts a file in and ends on its page. */
async function putIn(page, name, buffer, source) {
  await page.goto("/data/files");
  await page.setInputFiles("input[name=file]", { name, mimeType: "application/octet-stream", buffer });
  await page.fill("input[name=source]", source);
  await page.locator("form.put button[type=submit]").click();
  await page.waitForURL(/\/data\/files\/\d+$/);
}

async function putsIn(page, seen) {
  await putIn(page, "roster.xlsx", workbook("Roster", ROSTER, [4]), "Example programme");
  const path = new URL(page.url()).pathname;
  seen.push(path);

  // What the workbook hides is read, and said.
  assert.match(await page.locator("ul.file-notes").innerText(), /1 hidden row is read like the others: line 4/);

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
  assert.ok(rows.includes("Clara") && rows.includes("Dora") && !rows.includes("Fina"), rows);
  const problems = await (await page.request.get(`${path}/problems.csv`)).text();
  assert.ok(problems.includes("'=HYPERLINK"), "a cell that would be a formula is text");

  await page.locator("form[action$='/commit'] button").click();
  await page.locator(".toast").waitFor();
  const sources = await page.request.get("/data");
  assert.ok((await sources.text()).includes("Example programme"));

  // The file itself is gone: its receipt stays, with the rows set aside as far as they are kept.
  await page.goto("/data/files");
  assert.match(await page.locator("#uploads + ul li").first().innerText(), /roster\.xlsx[\s\S]*3 rows taken/);
  await page.goto(path);
  assert.match(await page.locator("main").innerText(), /The file itself was erased/);
  assert.equal(await page.locator("table.columns").count(), 0);
  assert.equal(await page.locator("table.aside-rows tbody tr").count(), 3);
  const kept = await (await page.request.get(`${path}/problems.csv`)).text();
  assert.ok(kept.includes("31/31/1993") && !kept.includes("prefers mornings"), kept);

  // The same file again is the one that is in; the same rows in another file are known, and change nothing.
  const counted = async () => {
    await page.goto("/data");
    const card = page.locator("ul.plain-cards > li").filter({ has: page.getByRole("heading", { name: "Example programme" }) });
    return card.locator("p").first().innerText();
  };
  const before = await counted();
  assert.match(before, /\d/);
  await putIn(page, "roster.xlsx", workbook("Roster", ROSTER, [4]), "Example programme");
  assert.equal(new URL(page.url()).pathname, path, "the same bytes are the same upload");
  await putIn(page, "roster-again.xlsx", workbook("Again", ROSTER), "Example programme");
  const again = new URL(page.url()).pathname;
  assert.notEqual(again, path);
  if ((await page.locator("form[action$='/commit']").count()) === 0) {
    await page.locator("input[name=date_order][value=MDY] + span").click();
    await page.locator("form.mapping > button[type=submit]").click();
  }
  await page.locator("form[action$='/commit']").waitFor();
  const would = (await page.locator("ul.would > li").allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
  assert.deepEqual(would, ["0 new", "0 changed", "3 already here", "3 set aside"]);
  await page.locator("form[action$='/commit'] button").click();
  await page.locator(".toast").waitFor();
  assert.equal(await counted(), before, "the counts are as they were");
  for (const taken of [again, path]) {
    await page.goto(taken);
    await page.locator("form[action$='/undo'] button").first().click();
    await page.locator(".toast").waitFor();
  }
  await page.goto("/data/files");
  for (const place of [0, 1]) {
    assert.match(await page.locator("#uploads + ul li").nth(place).innerText(), /Taken back/);
  }

  // The same bytes may come again, and are discarded while nothing of them counts.
  await putIn(page, "roster.xlsx", workbook("Roster", ROSTER, [4]), "Example programme");
  assert.notEqual(new URL(page.url()).pathname, path);
  await page.getByRole("button", { name: "Discard the file" }).click();
  await page.getByText("Discarded, and nothing of it taken over").waitFor();
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
  // Mother and baby as they are known now: to the steward, and on the family's own page.
  const coordinator = await signedIn(chrome, kith, "coordinator");
  const known = async () => {
    await page.goto(person);
    return page.locator("#dyads ~ ul").innerText();
  };
  const family = async (baby) => {
    await coordinator.goto(baby.replace("/identity", ""));
    return coordinator.locator("ul.sources").innerText();
  };
  const dyad = await known();
  const baby = await page.locator("#dyads ~ ul a[href$='/identity']").first().getAttribute("href");
  const sources = await family(baby);
  await page.goto(pair);
  assert.ok((await page.locator("#weights svg:visible").count()) > 0, "the weights are drawn");
  const json = await (await page.request.get(pair.replace(/(\?|$)/, ".json$1"))).json();
  assert.ok(json.steps.length > 0 && Number.isFinite(json.total_bits));

  const senders = await page.locator("table.side thead th:has(a)").evaluateAll((all) => all.map((th) => th.firstChild.textContent.trim()));
  assert.equal(senders.length, 2);
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
  assert.ok((await page.locator(`#dyads ~ ul a[href='${baby}']`).count()) > 0, "she has her baby");
  const merged = await family(baby);
  assert.match(merged, /records from \d sources/i, "the dyad shows both sources");
  for (const sender of senders) assert.ok(merged.includes(sender), `${sender} is one of: ${merged}`);
  await page.goto(one);

  // Undo brings both back, and the pair waits again.
  await page.locator("#events ~ ul form[action^='/acts/'] button").first().click();
  await page.locator(".toast").waitFor();
  await page.goto(people[1]);
  assert.equal(new URL(page.url()).pathname, people[1]);
  await page.goto(people[0]);
  assert.equal(new URL(page.url()).pathname, people[0]);
  await page.goto("/review?kind=person");
  assert.equal(await page.locator(`[data-open][href='${pair}']`).count(), 1, "the pair waits again");
  assert.equal(await known(), dyad, "mother and baby are as they were");
  assert.equal(await family(baby), sources, "and so is the family's page");
  await coordinator.context().close();
}

async function byKeys(page) {
  await page.goto("/review?kind=person");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/review\/person\//);
  const pair = new URL(page.url()).pathname;
  // A held key was meant for the page before.
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "s", repeat: true, bubbles: true })));
  await page.waitForTimeout(700);
  assert.equal(new URL(page.url()).pathname, pair, "nothing is decided by a held key");
  await page.keyboard.press("d");
  await page.locator(".toast form[action^='/acts/']").waitFor();
  assert.notEqual(new URL(page.url()).pathname, pair, "the next one, or the queue");
  await page.keyboard.press("z");
  await page.waitForFunction(() => !document.querySelector(".toast form"));
  await page.goto(pair);
  assert.equal(await page.locator(".standing").count(), 0, "the decision is taken back");

  // What a double click says is said once: one undo takes it back.
  await page.locator("button[name=verdict][value=different]").dblclick();
  await page.locator(".toast form[action^='/acts/'] button").click();
  await page.waitForFunction(() => !document.querySelector(".toast form"));
  await page.goto(pair);
  assert.equal(await page.locator(".standing").count(), 0, "one undo takes a double click back");
}

/** The address of every person found by a name, of whom any page of records can ask. */
async function found(page, start, name) {
  for (let tries = 0; tries < 40; tries += 1) {
    await page.goto(`${start}?q=${encodeURIComponent(name)}`);
    const ids = await page.locator("form[action$='/merge'] input[name=other]").evaluateAll((all) => all.map((e) => e.value));
    if (ids.length > 0) return [...new Set(ids)];
    await page.waitForTimeout(250);
  }
  throw new Error(`nobody is found by ${name}`);
}

async function chooses(page) {
  for (const [source, born] of [["Example clinic", "1991-04-03"], ["Example plan", "1991-04-05"]]) {
    const rows = `Chart #,Last Name,First Name,DOB,Phone\n77001,Twodatesample,Marisol,${born},(555) 010-0177\n`;
    await putIn(page, `${source}.csv`, Buffer.from(rows), source);
    await page.locator("form[action$='/commit'] button").click();
    await page.locator(".toast").waitFor();
  }
  await page.goto("/review?kind=person");
  await page.locator("[data-open]").first().click();
  const start = await page.locator("table.side thead a").first().getAttribute("href");
  // Where linkage did not join the two, the steward does.
  const ids = await found(page, start, "Twodatesample");
  if (ids.length > 1) {
    await page.goto(`/people/${ids[0]}/identity?q=Twodatesample`);
    await page.locator(`form[action$='/merge']:has(input[name=other][value='${ids[1]}']) button`).click();
    await page.locator(".toast form[action^='/acts/']").waitFor();
  }
  const waits = async () => {
    await page.goto("/review?kind=fact");
    return page.locator("[data-row]").filter({ hasText: "Twodatesample" });
  };
  const line = await waits();
  assert.match(await line.innerText(), /the sources contradict each other/);
  await line.locator("[data-open]").click();
  await page.waitForURL(/\/review\/fact\//);

  // Not sure: it waits on, and says who looked.
  await page.locator("button[name=verdict][value=unsure]").click();
  await page.locator(".toast").getByText("Left open").waitFor();
  assert.match(await (await waits()).innerText(), /looked at it/);

  // The other of the two is used from now on; taken back, it waits again.
  await (await waits()).locator("[data-open]").click();
  await page.waitForURL(/\/review\/fact\//);
  const identity = await page.locator("table.side thead a").first().getAttribute("href");
  const used = async () => {
    await page.goto(identity);
    return page.locator("dl.used > div").filter({ hasText: "birth date" }).innerText();
  };
  const asked = page.url();
  const before = await used();
  await page.goto(asked);
  await page.locator("input[name=choose]:not(:checked)").check();
  await page.getByRole("button", { name: "Use this one" }).click();
  await page.locator(".toast form[action^='/acts/']").waitFor();
  assert.equal(await (await waits()).count(), 0, "what was chosen waits no more");
  assert.match(await used(), /somebody chose it/);
  await page.getByRole("button", { name: /Take the choice back/ }).click();
  await page.locator(".toast").getByText("Taken back").waitFor();
  assert.equal(await (await waits()).count(), 1, "it waits again");
  assert.equal(await used(), before);
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
  await page.locator("[data-open]").first().click();
  const identity = await page.locator("table.side thead a").first().getAttribute("href");
  const person = identity.replace("/identity", "");
  assert.equal((await page.request.get(identity)).status(), 200);
  for (const path of ["/scorecard", "/worklist", "/measures/wcv_3by120", person, "/records/1"]) {
    assert.equal((await page.request.get(path)).status(), 403, path);
  }
}
