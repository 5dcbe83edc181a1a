import { startProcess, stopProcess, untilPrinted } from "../bench/start-process";

const FILE = "tools/inngest-stand-in/main.ts";

/** Starts a stand-in for an Inngest server in a process of its own. */
export async function startStandInProcess(): Promise<{
  /** They name it as the server that runs the functions. */
  variables: Record<string, string>;
  stop(): Promise<void>;
}> {
  const child = startProcess(FILE, {});
  const variables = await untilPrinted(child, FILE, (text) =>
    // All at once: the last line is whole when the others are there.
    /^INNGEST_BASE_URL=.*\n(?:INNGEST_\w+=.*\n)*$/.test(text)
      ? Object.fromEntries(
          text
            .trim()
            .split("\n")
            .map((line) => line.split("=") as [string, string]),
        )
      : undefined,
  );
  return { variables, stop: () => stopProcess(child) };
}
