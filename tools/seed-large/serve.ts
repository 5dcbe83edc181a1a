import { SANDBOX_PARTNER_KEY } from "@/sandbox/braze/state";
import { preferredPort } from "@/sandbox/preferred-port";
import { startSandbox } from "@/sandbox/start";
import { buildIfChanged } from "../../scripts/build-if-changed";
import { freePort } from "../../scripts/free-port";
import { choosePort } from "../../scripts/local-environment";
import { startServer } from "../../scripts/server";

/** Runs the production build on the seeded database, with the sandbox as its Braze and Heap, until Ctrl-C. */
export async function serve(variables: Record<string, string>, say: (line: string) => void): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });

  await buildIfChanged(say);
  const sandbox = await startSandbox({ port: await freePort(preferredPort()) });
  try {
    const port = await choosePort(Number(process.env.PORT ?? 3000), say);
    const server = await startServer(
      { ...variables, ...sandboxVariables(sandbox.url), LOG_LEVEL: process.env.LOG_LEVEL ?? "error" },
      port,
      "inherit",
    );
    say(`  Tributary  ${server.url}   (Ctrl-C ends it)\n`);
    await Promise.race([stopped, new Promise((resolve) => server.process.once("exit", resolve))]);
    await server.stop();
  } finally {
    await sandbox.close();
  }
}

/** What a server needs to reach the sandbox. */
function sandboxVariables(url: string): Record<string, string> {
  return { SANDBOX_URL: url, BRAZE_PARTNER_KEY_US: SANDBOX_PARTNER_KEY };
}
