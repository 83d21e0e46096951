// One measure, childhood immunisation, on the JavaScript reference engine (npm `fqm-execution`, with the published ELM) and on
// Kith, over the same official test patients: `node fqm_compare.mjs KITH DECKS.tar.xz [COPIES]`. Kith reads COPIES (200) of the
// patients from FHIR files and counts them, all in one command; the reference engine has its patients parsed already. What
// the measure alone takes of that is what more of the same measure take. Prints the processor's time of a patient on each
// side, their ratios, and both counts, which may differ by the few patients that `crates/measures/tests/it/decks` names.
// The codes are those of the decks on both sides.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [kith, archive, copies = "200"] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "kith-fqm-"));
process.on("exit", () => fs.rmSync(dir, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));
execFileSync("tar", ["xJf", path.resolve(archive), "-C", dir]);
fs.writeFileSync(path.join(dir, "package.json"), "{}");
execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent", "fqm-execution@1.8.6"], { cwd: dir, stdio: "inherit" });
const { Calculator } = createRequire(path.join(dir, "package.json"))("fqm-execution");

// How many more of the measure are run.
const MORE = 8;
const NAME = "CMS117FHIRChildImmunStatus";
const read = (...parts) => JSON.parse(fs.readFileSync(path.join(dir, ...parts), "utf8"));
const all = (...parts) => fs.readdirSync(path.join(dir, ...parts)).sort().map((file) => read(...parts, file));
const cases = all("cases", NAME);
const [{ start, end }] = cases.map((c) => c.report.period);

// The reference engine: once to warm up, once for the figure.
const resources = [read("measure", `${NAME}.json`), ...all("library"), ...all("valueset")];
const bundle = { resourceType: "Bundle", type: "collection", entry: resources.map((resource) => ({ resource })) };
const options = {
  measurementPeriodStart: start, measurementPeriodEnd: end, calculateHTML: false, calculateSDEs: false,
  calculateClauseCoverage: false, verboseCalculationResults: false, trustMetaProfile: false,
};
let theirs;
let milliseconds;
for (let round = 0; round < 2; round += 1) {
  const before = process.cpuUsage();
  const { results } = await Calculator.calculate(bundle, cases.map((c) => c.bundle), options);
  const { user, system } = process.cpuUsage(before);
  milliseconds = (user + system) / 1000 / cases.length;
  theirs = {};
  for (const { populationType, result } of results.flatMap((r) => r.detailedResults ?? []).flatMap((g) => g.populationResults ?? [])) {
    if (result) theirs[populationType] = (theirs[populationType] ?? 0) + 1;
  }
}

// The same patients for Kith, so many times over, with ids of their own, and the deck's codes in the place of ours.
const facts = path.join(dir, "facts");
fs.mkdirSync(facts);
for (let copy = 0; copy < Number(copies); copy += 1) {
  const lines = cases.flatMap(({ bundle: { entry } }) => {
    const ids = new RegExp(entry.map((e) => e.resource.id).join("|"), "g");
    return entry.map((e) => JSON.stringify(e.resource).replace(ids, (id) => `${id}-${copy}`));
  });
  fs.writeFileSync(path.join(facts, `${copy}.ndjson`), `${lines.join("\n")}\n`);
}
const programme = path.join(dir, "programme");
fs.mkdirSync(path.join(programme, "value_sets"), { recursive: true });
const names = ["cis10", ...Array.from({ length: MORE }, (_, i) => `cis10_${i + 2}`)];
for (const name of names.slice(1)) {
  const to = path.join(programme, "measures", name);
  fs.cpSync(path.join(here, "../programmes/library/measures/cis10"), to, { recursive: true });
  const file = path.join(to, "measure.toml");
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace('id = "cis10"', `id = "${name}"`));
}
const words = (text) => `{ en = "${text}", es = "${text}" }`;
fs.writeFileSync(path.join(programme, "programme.toml"), `id = "decks"
title = ${words("Decks")}
aim = ${words("Counts")}
measures = ${JSON.stringify(names)}
roles = ["coordinator"]
pages = ["scorecard", "measure"]
[headline]
measure = "cis10"
stratifier = "race_ethnicity"
reference = "White"
focus = "Black or African American"
[target]
gap_factor = 0.5
by = 2030-01-01
[terms]
mother = ${words("mother")}
baby = ${words("baby")}
visit = ${words("visit")}
`);
// Which sets of the deck stand in for ours is said once, where the tests say it.
const table = fs.readFileSync(path.join(here, "../crates/measures/tests/it/decks/codes.rs"), "utf8");
const immunisation = table.slice(table.indexOf("IMMUNISATION"));
const quoted = (text) => [...text.matchAll(/"([^"]+)"/g)].map((m) => m[1]);
for (const [, name, sets] of immunisation.slice(0, immunisation.indexOf("\n];")).matchAll(/\(\s*"(\w+)",\s*&\[([^\]]*)\]/g)) {
  const codes = new Map();
  for (const one of quoted(sets)) {
    const [system, code] = one.split("|");
    const listed = code ? [{ system, code }] : read("valueset", `${one.replace(/^-/, "")}.json`).expansion.contains;
    for (const c of listed) (one.startsWith("-") ? codes.delete(`${c.system},${c.code}`) : codes.set(`${c.system},${c.code}`, c));
  }
  const rows = [...codes.keys()].map((key) => `${key},,exact`);
  fs.writeFileSync(path.join(programme, "value_sets", `${name}.csv`), `system,code,display,match\n${rows.join("\n")}\n`);
}
const year = Number(start.slice(0, 4));
const args = ["measure", "run", "--facts", facts, "--programme", programme, "--format", "json",
  "--period", `${year}-01-01/${year + 1}-01-01`, "--as-of", `${year + 1}-02-01`];
// `times` of the shell says what its children took, wherever a shell is.
const run = (...more) => {
  const shell = spawnSync("sh", ["-c", '"$@" && times >&2', "sh", path.resolve(kith), ...args, ...more], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (shell.status > 3 || !shell.stdout) throw new Error(shell.stderr);
  const [, children] = shell.stderr.trim().split("\n").slice(-2);
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0);
  const rows = shell.stdout.trim().split("\n").map((line) => JSON.parse(line));
  return { seconds, whole: rows.find((row) => !row.stratifier && !row.organization) };
};
const patients = cases.length * Number(copies);
const [one, several] = [run("--measure", "cis10"), run()];
const whole = one.whole;
const command = (one.seconds * 1000) / patients;
const ours = ((several.seconds - one.seconds) * 1000) / patients / MORE;
console.log(`fqm-execution: ${milliseconds.toFixed(1)} CPU ms a patient (${cases.length}), ${JSON.stringify(theirs)}`);
console.log(`kith:          ${ours.toFixed(4)} CPU ms a patient and measure, ${command.toFixed(4)} with reading ${patients} from FHIR files; `
  + `denominator ${whole.denominator / copies}, excluded ${whole.excluded / copies}, numerator ${whole.numerator / copies} of each ${cases.length}`);
console.log(`ratio:         ${(milliseconds / ours).toFixed(0)} (limit 1000); ${(milliseconds / command).toFixed(0)} with reading`);
process.exit(milliseconds / ours >= 1000 ? 0 : 1);
