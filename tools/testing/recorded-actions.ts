import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Every action that the code records in the audit log, read from the code of `lib`. */
export function recordedActions(): string[] {
  const folder = path.resolve(import.meta.dirname, "../../lib");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.includes(".test."),
  );
  const text = files.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
  return [...new Set(text.match(/(?<=action: [^\n]*")[a-z_]+\.[a-z_]+(?=")/g))];
}
