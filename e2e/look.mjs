// What a page looks like to axe, and on a telephone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const PHONE = { viewport: { width: 390, height: 844 } };
export const LOOKS = [{ ...PHONE, colorScheme: "dark" }, { viewport: { width: 1280, height: 900 }, colorScheme: "light" }];

/** What axe finds on a page, in words. */
export async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
}

/** What reaches furthest to the right of what is shown. */
async function widest(page) {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility());
    const past = shown.filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth);
    // What holds nothing else that reaches as far is what is too wide.
    const leaves = past.filter((e) => !past.some((other) => other !== e && e.contains(other) && other.tagName !== "BR"));
    return leaves.map((e) => e.outerHTML.slice(0, 200)).slice(0, 5).join("\n");
  });
}

/** Axe finds nothing on the page, and it does not scroll sideways. */
export async function clean(page, name) {
  assert.deepEqual(await violations(page), [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} scrolls sideways by ${wide} px: ${wide > 0 ? await widest(page) : ""}`);
}
