// From the command to the first answer: `node start.mjs KITH DATA_DIR [TIMES]`.
import { spawn } from "node:child_process";
import http from "node:http";

const [kith, dataDir, times = "5"] = process.argv.slice(2);
const port = 8199;
const answers = () => new Promise((resolve) => {
  http.get({ host: "127.0.0.1", port, path: "/healthz" }, (a) => { a.resume(); resolve(a.statusCode === 200); }).on("error", () => resolve(false));
});
const taken = [];
for (let i = 0; i < Number(times); i += 1) {
  const start = performance.now();
  const child = spawn(kith, ["serve", "--data-dir", dataDir, "--listen", `127.0.0.1:${port}`], { stdio: "ignore" });
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 5));
  taken.push(performance.now() - start);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}
taken.sort((a, b) => a - b);
console.log(`start of kith serve: median ${taken[Math.floor(taken.length / 2)].toFixed(0)} ms (limit 500)`);
