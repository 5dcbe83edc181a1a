import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import packageJson from "@/package.json";
import { assembleRelease } from "./assemble-release";
import { stopPrograms } from "./run-program";

/**
 * `npm run release`: one archive with everything that runs in production, for machines that have Node and neither
 * containers nor a compiler. docs/operations.md says how to install it.
 */
const root = path.resolve(import.meta.dirname, "..");
const FOR_PEOPLE = ["LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md", "deploy", "docs"];

process.on("SIGTERM", () => void stopPrograms().then(() => process.exit(1)));

const folder = await assembleRelease();
for (const name of FOR_PEOPLE) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });

const archive = path.join(path.dirname(folder), `tributary-${packageJson.version}.tar.gz`);
execFileSync("tar", ["-czf", archive, "-C", path.dirname(folder), path.basename(folder)]);
const digest = createHash("sha256").update(readFileSync(archive)).digest("hex");
writeFileSync(`${archive}.sha256`, `${digest}  ${path.basename(archive)}\n`);
console.log(`${path.relative(root, archive)}\nsha256 ${digest}`);
