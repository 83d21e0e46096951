// Pictures of the running demo: `node shots.mjs OUT_DIR`.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { browser, demo, signedIn } from "./kith.mjs";

const out = process.argv[2] ?? "shots";
mkdirSync(out, { recursive: true });
const kith = await demo({ births: Number(process.env.BIRTHS ?? 5000) });
const chrome = await browser();
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const DESK = { viewport: { width: 1280, height: 900 } };

const SHOTS = [
  ["today-outreach", "outreach_worker", "/today", PHONE],
  ["today-lead", "coordinator", "/today", DESK],
  ["scorecard", "coordinator", "/scorecard", DESK],
  ["scorecard-phone", "coordinator", "/scorecard", PHONE],
  ["scorecard-dark", "coordinator", "/scorecard", { ...DESK, colorScheme: "dark" }],
  ["measure", "coordinator", "/measures/wcv_3by120", DESK],
  ["measure-phone", "coordinator", "/measures/wcv_3by120", PHONE],
  ["measure-analyst", "analyst", "/measures/wcv_3by120", DESK],
  ["worklist", "coordinator", "/worklist", DESK],
  ["worklist-phone", "outreach_worker", "/worklist", PHONE],
  ["data", "coordinator", "/data", DESK],
  ["help", "coordinator", "/help", DESK],
  ["dyad", "outreach_worker", "PERSON", DESK],
  ["dyad-phone", "outreach_worker", "PERSON", PHONE],
  ["review", "data_steward", "/review", DESK],
  ["review-phone", "data_steward", "/review", PHONE],
  ["pair", "data_steward", "PAIR", DESK],
  ["pair-dark", "data_steward", "PAIR", { ...DESK, colorScheme: "dark" }],
  ["files", "data_steward", "/data/files", DESK],
];
const pages = new Map();
for (const [name, role, at, look] of SHOTS) {
  const key = role + JSON.stringify(look);
  const page = pages.get(key) ?? await signedIn(chrome, kith, role, look);
  pages.set(key, page);
  if (at === "PERSON") {
    await page.goto("/worklist");
    await page.goto(await page.locator("[data-row] [data-open]").first().getAttribute("href"));
  } else if (at === "PAIR") {
    await page.goto("/review");
    await page.goto(await page.locator("[data-open]").first().getAttribute("href"));
  } else {
    await page.goto(at);
  }
  await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
}
await chrome.close();
await kith.stop();
