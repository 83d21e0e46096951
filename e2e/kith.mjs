// Starts a demo network, signs people in, and ends what it started.
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
  await page.waitForURL(/\/(today|review|triage|referrals|front-door)$/);
  return page;
}
