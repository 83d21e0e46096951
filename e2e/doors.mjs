// The journeys of the other doors and of the counts: a table, a scan, a directory of services, how people flow.
import assert from "node:assert/strict";
import { answer, her, press, PREGNANT, SENDER, tabTo } from "./front-door.mjs";
import { cast } from "./kith.mjs";
import { clean, LOOKS } from "./look.mjs";

/** Runs them against a demo of the programme with a front door. */
export async function doors({ chrome, kith, journey }) {
  const all = { ...cast(chrome, kith), seen: {} };
  await journey("a clinic sends a table: the row that is wrong says where, the others get a number each, once", () => sendsTable(all));
  await journey("a fax is typed in beside its page by keyboard alone, and its receipt goes back", () => typesIn(all));
  await journey("a page that is no form is put aside with a reason, and what is no page is refused", () => putsAside(all));
  await journey("a directory is looked at, taken in, brought up to date and taken back", () => takesDirectory(all));
  await journey("a number of the front door opens the people behind it; an analyst sees the number alone", () => flows(all));
  for (const language of ["en", "es"]) {
    for (const look of LOOKS) {
      await journey(`axe finds nothing on the other doors: ${language}, ${look.viewport.width} px`, () => looks(all, language, look));
    }
  }
}

const toast = (page, words) => page.locator(".toast").getByText(words).waitFor();
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
const slashed = (iso) => `${iso.slice(5, 7)}/${iso.slice(8)}/${iso.slice(0, 4)}`;

const HEADER = "First name,Last name,Date of birth,Phone,OK to call,ZIP,Language,Insurance,Due date,First pregnancy,Low income,Sent by,Sender phone,Notes,Shoe size";
const row = (given, born, phone, due) =>
  `${given},Tablesample,${born},${phone},yes,00001,english,medicaid,${due},yes,yes,Example Nurse,555-010-0100,asks for mornings,38`;

async function sendsTable({ as, leave, seen }) {
  const clinic = await as("clinic");
  await clinic.goto("/front-door");
  await press(clinic, clinic.getByRole("link", { name: "Several at once, from a table" }));
  await clinic.waitForURL("**/referral-tables");
  const due = slashed(day(120));
  const put = async (rows) => {
    await clinic.goto("/referral-tables");
    const buffer = Buffer.from([HEADER, ...rows].join("\n"));
    await clinic.setInputFiles("input[type=file]", { name: "referrals.csv", mimeType: "text/csv", buffer });
    await clinic.getByRole("button", { name: "Look at it" }).click();
    await clinic.waitForURL(/\/referral-tables\/\d+$/);
  };
  const first = [row("Ada", "03/04/1995", "555-010-0311", due), row("Bea", "05/06/1996", "555-010-0312", due)];
  await put([...first, row("Cleo", "31/31/1997", "555-010-0313", due)]);
  seen.table = new URL(clinic.url()).pathname;
  const text = await clinic.locator("main").innerText();
  assert.match(text, /2\s+rows can be sent[\s\S]*1\s+row needs a look/);
  assert.match(text, /Nobody reads these columns: Shoe size/);
  assert.match(await clinic.locator("section:has(#wrong)").innerText(), /Row 4: Cleo Tablesample[\s\S]*Date of birth/);
  await press(clinic, clinic.getByRole("button", { name: "Send 2 referrals" }));
  await toast(clinic, "The receipts are here");
  const receipts = await (await clinic.request.get(`${seen.table}/receipts.csv`)).text();
  const numbers = receipts.match(/\b[A-Z0-9]{4,}-?[A-Z0-9]{2,}\b/g);
  assert.ok(numbers, receipts);

  // Put right and sent again, whoever was sent is not sent twice.
  await put([...first, row("Cleo", "12/31/1997", "555-010-0313", due)]);
  await clinic.getByRole("button", { name: /^Send 3 referrals/ }).click();
  await toast(clinic, "The receipts are here");
  assert.equal(await clinic.getByText("was sent before").count(), 2);
  await leave(clinic);

  const intake = await as("intake");
  await intake.goto("/triage");
  await intake.fill("#inbox-search", "Tablesample");
  await intake.getByRole("button", { name: "Find", exact: true }).click();
  assert.equal(await intake.locator("[data-open]").filter({ hasText: "Tablesample" }).count(), 3);
  await leave(intake);
}

/** A white page as a PNG. */
const PAGE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==", "base64");

async function putScan(page, name, buffer) {
  await page.goto("/scans");
  await page.setInputFiles("input[type=file]", { name, mimeType: "image/png", buffer });
  const partner = page.locator("input[name=partner]");
  // Who belongs to an organisation sends for it.
  if (await partner.count()) await partner.fill("Example Fax Clinic");
  await page.getByRole("button", { name: "Put it in" }).click();
}

/** Intake opens the newest scan that waits. */
async function openScan(page, name) {
  await page.goto("/scans");
  await press(page, page.locator(".row").filter({ hasText: name }).locator("h2 a").first());
  await page.waitForURL(/\/scans\/\d+$/);
  return new URL(page.url()).pathname;
}

async function typesIn({ as, leave, seen }) {
  const clinic = await as("clinic");
  await putScan(clinic, "fax-1.png", PAGE);
  await toast(clinic, "Somebody types it in");
  assert.equal(await clinic.locator("h2 a[href^='/scans/']").count(), 0, "who puts one in does not open it");
  await leave(clinic);

  const intake = await as("intake");
  seen.scan = await openScan(intake, "fax-1.png");
  assert.ok(await intake.getByAltText(/^Scanned page from/).evaluate((i) => i.naturalWidth > 0));
  await press(intake, intake.locator("a[href$='form=prenatal_risk_assessment']"));
  await intake.waitForURL(/form=prenatal_risk_assessment$/);
  seen.typing = new URL(intake.url()).pathname + new URL(intake.url()).search;
  await answer(intake, { ...SENDER, ...her("Faxed", "Scansample", 6), ...PREGNANT });
  await tabTo(intake, "button[name=do][value=send]");
  await intake.keyboard.press("Enter");
  await toast(intake, "Typed in");
  await intake.waitForURL(/\/receipt/);
  const receipt = await intake.locator("main").innerText();
  assert.match(receipt, /To Clinic 03 Example/);
  assert.ok(!receipt.includes("Scansample"), "the receipt names nobody");
  // A second reader of the same page comes too late, and nothing is sent twice.
  assert.match(await (await intake.request.get(seen.scan)).text(), /Typed in, number/);
  await leave(intake);
}

async function putsAside({ as, leave }) {
  const intake = await as("intake");
  await putScan(intake, "cover.png", PAGE);
  const path = await openScan(intake, "cover.png");
  await press(intake, intake.locator("summary").getByText("It is no form: put it aside"));
  await tabTo(intake, "#why");
  await intake.keyboard.type("A cover sheet alone");
  await intake.keyboard.press("Enter");
  await toast(intake, "Put aside");
  assert.match(await (await intake.request.get(path)).text(), /Put aside: A cover sheet alone/);
  await putScan(intake, "page.png", Buffer.from("<html>not a page</html>"));
  await intake.getByText("This is no PDF, TIFF, PNG or JPEG").waitFor();
  assert.equal(await intake.inputValue("input[name=partner]"), "Example Fax Clinic", "what was typed stays");
  await leave(intake);
}

async function takesDirectory({ as, leave, seen }) {
  const intake = await as("intake");
  const look = async (name) => {
    await intake.goto("/services/directories");
    const services = [
      { id: "s1", name, status: "active", eligibility_description: "Families in need", organization: { id: "o1", name: "Example Pantry" } },
      { id: "s2", status: "active", organization_id: "o1" },
    ];
    const buffer = Buffer.from(JSON.stringify({ services }));
    await intake.setInputFiles("input[type=file]", { name: "services.json", mimeType: "application/json", buffer });
    await intake.fill("input[name=source]", "Example 211");
    await intake.getByRole("button", { name: "Look at it" }).click();
    await intake.waitForURL(/\/services\/directories\/\d+$/);
    return new URL(intake.url()).pathname;
  };
  const offered = async () => {
    await intake.goto("/services");
    return (await intake.locator("main").innerText()).match(/Example food box[a-z ]*/g) ?? [];
  };
  const first = await look("Example food box");
  seen.directory = first;
  const words = await intake.locator("main").innerText();
  assert.match(words, /1\s+new service[\s\S]*1\s+thing left out/);
  assert.match(words, /It has no name/);
  assert.deepEqual(await offered(), [], "nothing counts before it is taken in");
  await intake.goto(first);
  await press(intake, intake.getByRole("button", { name: "Take it in" }));
  await intake.locator(".toast").waitFor();
  assert.equal((await offered()).length, 1);

  const second = await look("Example food box and more");
  assert.match(await intake.locator("main").innerText(), /Changes: name/);
  await intake.getByRole("button", { name: "Take it in" }).click();
  await intake.locator(".toast").waitFor();
  assert.match((await offered())[0], /and more/);
  await intake.goto(second);
  await intake.getByRole("button", { name: "Take it back" }).click();
  await intake.locator(".toast").waitFor();
  assert.equal((await offered())[0].trim(), "Example food box");
  await leave(intake);
}

/** The name of somebody behind a number. */
const PERSON = "main p a[href^='/triage/'], main p a[href^='/referrals/']";

async function flows({ as, leave, seen }) {
  const intake = await as("intake");
  await intake.goto("/flow");
  await intake.locator("figure svg").first().waitFor();
  const who = intake.getByRole("link", { name: "who they are" });
  assert.ok((await who.count()) > 0, "whoever works on cases opens a number");
  let opened = 0;
  for (const href of await who.evaluateAll((all) => all.map((a) => a.getAttribute("href")))) {
    await intake.goto(href);
    opened = await intake.locator(PERSON).count();
    if (opened > 0) {
      seen.people = href;
      break;
    }
  }
  assert.ok(opened > 0, "somebody did not get so far");
  await press(intake, intake.locator(PERSON).first());
  await intake.waitForURL(/\/(triage|referrals|people)\/\d+$/);
  await intake.goto("/load");
  assert.ok((await intake.locator("tbody tr").count()) > 0);
  await leave(intake);

  const analyst = await as("analyst");
  await analyst.goto("/flow");
  assert.equal(await analyst.getByRole("link", { name: "who they are" }).count(), 0);
  for (const path of [seen.people, "/load", "/load.csv", seen.table, seen.scan, "/scans", "/services/directories"]) {
    assert.equal((await analyst.request.get(path)).status(), 403, path);
  }
  await leave(analyst);
}

async function looks({ reader, leave, seen }, language, look) {
  const page = await reader("intake", language, look);
  const paths = ["/referral-tables", seen.table, "/scans", seen.scan, `${seen.scan}/receipt`, "/services", "/services/directories",
    seen.directory, "/services/1", "/services/1/edit", "/flow", seen.people, "/balance", "/load"];
  for (const path of paths) {
    await page.goto(path);
    assert.equal(await page.getAttribute("html", "lang"), language, path);
    await clean(page, path);
  }
  await leave(page);
}
