import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const running = new Set<ChildProcess>();

interface Options {
  variables?: Record<string, string>;
  /** Takes what the program writes; left out, it is shown as it comes. */
  onOutput?: (text: string) => void;
}

/** Runs a package's program under this Node; resolves to its exit code, 1 when a signal ended it. */
export async function runProgram(
  file: string,
  args: string[],
  { variables = {}, onOutput }: Options = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, "node_modules", file), ...args], {
      cwd: root,
      stdio: onOutput ? ["ignore", "pipe", "pipe"] : "inherit",
      env: { ...process.env, ...variables },
    });
    running.add(child);
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => onOutput?.(chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

/** Ends every program that is still running, and waits until it has. */
export async function stopPrograms(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await closed;
    }),
  );
}
