import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** Runs a package's program under this Node and shows its output; resolves to its exit code, 1 when a signal ended it. */
export async function runProgram(
  file: string,
  args: string[],
  variables: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, "node_modules", file), ...args], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...variables },
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
