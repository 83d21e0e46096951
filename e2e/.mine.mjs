import { community } from "./community.mjs";
import { browser, demo } from "./kith.mjs";
const only = process.argv[2];
let failed = 0;
const journey = async (name, steps) => {
  try { await steps(); console.log(`ok    ${name}`); } catch (error) { failed += 1; console.log(`FAIL  ${name}\n${error.stack ?? error}`); }
};
const door = await demo({ programme: "central-triage", births: 300 });
const chrome = await browser();
try { await community({ chrome, kith: door, journey }); } finally { await chrome.close(); await door.stop(); }
process.exit(failed ? 1 : 0);
