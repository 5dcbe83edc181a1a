import { readEnv } from "@/lib/kernel/env";
import { buildIfChanged } from "./build";
import { choosePort, type LocalEnvironment, prepareLocalEnvironment, requirePort } from "./local-environment";
import { stopPrograms } from "./run-program";
import { startServer, stopServers } from "./server";
import { say, serverOutput } from "./show-lines";

/**
 * `npm start`: production, without the sandbox; `DATABASE_URL` and the keys of Inngest replace the built-in database and
 * engine.
 */
let environment: LocalEnvironment | undefined;
let ending: Promise<never> | undefined;

/** What is only starting ends too: the build and the server here, PostgreSQL by its keeper once this process is gone. */
async function stopAll(code: number): Promise<never> {
  await stopPrograms();
  await stopServers();
  await environment?.stop();
  process.exit(code);
}

// Registered first, so that a Ctrl-C during the start leaves nothing behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    ending ??= stopAll(0);
  });
}

try {
  // With your own database no secrets are made: a missing variable is reported before anything is touched.
  if (process.env.DATABASE_URL) readEnv(process.env);

  environment = await prepareLocalEnvironment(".data", say);
  environment.database?.watch({
    startedAgain: () => say("PostgreSQL had ended by itself; it was started again."),
    lost: (why) => {
      say(why);
      ending ??= stopAll(1); // a service manager starts all of it again
    },
  });
  await ending; // told to end meanwhile
  await buildIfChanged(say);
  const wished = Number(process.env.PORT ?? 3000);
  const port = process.env.PUBLIC_URL ? await requirePort(wished) : await choosePort(wished, say);
  const publicUrl = process.env.PUBLIC_URL || `http://localhost:${port}`;
  const own = {
    ...environment.variables,
    PUBLIC_URL: publicUrl,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || publicUrl,
  };

  await ending;
  const server = await startServer(own, port, serverOutput());
  say(`Tributary runs at ${publicUrl}`);
  server.process.once("exit", (code) => {
    ending ??= stopAll(code ?? 1);
  });
} catch (err) {
  if (!ending) say((err as Error).message);
  ending ??= stopAll(1);
}
