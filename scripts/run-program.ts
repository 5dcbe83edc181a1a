import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname, "..");
const running = new Set<ChildProcess>();
let areStopped = false;

interface Options {
  variables?: Record<string, string>;
  /** Takes what the program writes; left out, it is shown as it comes. */
  onOutput?: (text: string) => void;
}

/** What a program of Node is started with so that it ends soon after this process, even after a SIGKILL. */
export function endingWithUs(): { nodeOptions: string[]; variables: Record<string, string> } {
  const preload = pathToFileURL(path.join(root, "scripts/end-with-starter.mjs")).href;
  return { nodeOptions: ["--import", preload], variables: { STARTER_PID: String(process.pid) } };
}

/** Runs a package's program under this Node; resolves to its exit code, 1 when a signal ended it. */
export async function runProgram(
  file: string,
  args: string[],
  { variables = {}, onOutput }: Options = {},
): Promise<number> {
  if (areStopped) return 1;
  return new Promise((resolve, reject) => {
    const { nodeOptions, variables: ours } = endingWithUs();
    const child = spawn(process.execPath, [...nodeOptions, path.join(root, "node_modules", file), ...args], {
      cwd: root,
      stdio: onOutput ? ["ignore", "pipe", "pipe"] : "inherit",
      env: { ...process.env, ...ours, ...variables },
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

/** Ends every program that is still running, and waits until it has. No more are started. */
export async function stopPrograms(): Promise<void> {
  areStopped = true;
  await Promise.all(
    [...running].map(async (child) => {
      const closed = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await closed;
    }),
  );
}
