// Loaded into the app's process before everything else: leaves its peak memory in a file when it ends.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const file = process.env.BENCH_MEMORY_FILE;
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
