// Asks a server again and again whether it is alive, in a process of its own, so that nothing else delays it. Prints one
// line for each answer: when the question was asked and how long the answer took, both in milliseconds.
import { request } from "node:http";

const PAUSE_MS = 10;
const [url] = process.argv.slice(2);

for (;;) {
  const startedMs = Date.now();
  const begin = performance.now();
  await new Promise((resolve) => {
    const asked = request(url, (answer) => answer.resume().on("end", resolve));
    asked.on("error", resolve).end();
  });
  process.stdout.write(`${startedMs} ${(performance.now() - begin).toFixed(1)}\n`);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
