import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { endingWithUs } from "../../scripts/run-program";

const root = path.resolve(import.meta.dirname, "../..");

/** Runs a TypeScript file in its own process, with its errors on our standard error. */
export function startProcess(file: string, variables: Record<string, string>): ChildProcess {
  const { nodeOptions, variables: ours } = endingWithUs();
  return spawn(process.execPath, [...nodeOptions, "--import", "tsx", path.join(root, file)], {
    cwd: root,
    env: { ...process.env, ...ours, ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/**
 * Waits until a process has printed a line that `read` understands.
 * @throws Error when it ends before that
 */
export function untilPrinted<Value>(
  child: ChildProcess,
  file: string,
  read: (text: string) => Value | undefined,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const value = read(text);
      if (value !== undefined) resolve(value);
    });
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

/** Ends a process and waits until it has ended. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;

  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}
