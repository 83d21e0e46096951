// Starts a demo network, signs people in, and ends what it started.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const binary = process.env.KITH_BIN ?? path.join(here, "../target/debug/kith");

/** A running demo: its address, a sign-in for each role and each login, and `stop`. */
export async function demo({ births = 700, seed = 7, programme = "three-by-120" } = {}) {
  const dir = mkdtempSync(path.join(tmpdir(), "kith-e2e-"));
  const args = ["demo", "--programme", programme, "--births", births, "--seed", seed, "--data-dir", dir, "--port", "0", "--json"];
  const child = spawn(binary, args.map(String), { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  const lines = readline.createInterface({ input: child.stdout });
  const line = await Promise.race([
    new Promise((resolve) => lines.once("line", resolve)),
    ended.then((code) => Promise.reject(new Error(`kith demo ended with ${code} before it was ready`))),
  ]);
  const { address, sign_ins } = JSON.parse(line);
  const people = Object.fromEntries([...sign_ins.map((s) => [s.role, s]), ...sign_ins.map((s) => [s.login, s])]);
  return { address, people, stop };
}

export async function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/** A page that remembers what its scripts complain about. */
export function watched(page) {
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("console", (message) => {
    // A page that is denied, or says what is wrong, is what some journeys ask for.
    if (message.type() === "error" && !/status of (40[34]|422)/.test(message.text())) page.problems.push(message.text());
  });
  return page;
}

/** A page signed in as a role, in a browser context of its own. */
export async function signedIn(chrome, kith, role, options = {}) {
  const context = await chrome.newContext({ baseURL: kith.address, ...options });
  const page = watched(await context.newPage());
  await page.goto("/sign-in");
  await page.fill("input[name=login]", kith.people[role].login);
  await page.fill("input[name=password]", kith.people[role].password);
  await page.keyboard.press("Enter");
  // The day of who keeps records in order opens with what waits, that of the front door with its own work.
  await page.waitForURL(/\/(today|review|triage|referrals|front-door|privacy)$/);
  return page;
}

/** The page goes on in a language, by the reader's own choice, which is kept for every later sign-in. */
async function reads(page, language) {
  await page.goto("/help");
  if ((await page.getAttribute("html", "lang")) !== language) {
    await page.locator("header details > summary").first().click();
    await page.locator(`form[action='/language'] button[value=${language}]`).first().click();
    await page.waitForFunction((l) => document.documentElement.lang === l, language);
  }
  return page;
}

/** Who takes part: each signs in once, for tries to sign in are counted, and reads English unless asked otherwise. */
export function cast(chrome, kith) {
  const states = {};
  const as = async (login, options = {}) => {
    if (!states[login]) {
      const first = await reads(await signedIn(chrome, kith, login), "en");
      states[login] = await first.context().storageState();
      await first.context().close();
    }
    const context = await chrome.newContext({ baseURL: kith.address, storageState: states[login], ...options });
    return watched(await context.newPage());
  };
  return {
    as,
    /** Somebody in a language. */
    reader: async (login, language, options = {}) => reads(await as(login, options), language),
    /** Somebody without an account, and without a cookie. */
    nobody: async (options = {}) => watched(await (await chrome.newContext({ baseURL: kith.address, ...options })).newPage()),
    /** They go, and nothing went wrong on their pages. */
    leave: async (...pages) => {
      for (const page of pages) {
        assert.deepEqual(page.problems, []);
        await page.context().close();
      }
    },
  };
}
