import { readEnv } from "@/lib/kernel/env";
import { readSecretFiles } from "@/lib/kernel/secret-files";
import { buildForStart } from "./build-if-changed";
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

/** In place of what the start makes by itself. With your own database it makes no secrets: you have to set them. */
function toBeMade(): Record<string, string> {
  if (process.env.DATABASE_URL) return {};
  return {
    DATABASE_URL: "postgresql://made",
    PUBLIC_URL: "http://localhost",
    NEXTAUTH_SECRET: "-".repeat(32),
    ENCRYPTION_KEYS: `made:${Buffer.alloc(32).toString("base64")}`,
  };
}

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
  readSecretFiles(process.env);
  const { PORT } = readEnv({ ...toBeMade(), ...process.env }); // before anything is touched
  environment = await prepareLocalEnvironment(".data", say);
  environment.database?.watch({
    startedAgain: () => say("PostgreSQL had stopped by itself; it was restarted."),
    lost: (why) => {
      say(why);
      ending ??= stopAll(1); // a service manager starts all of it again
    },
  });
  await ending; // told to end meanwhile
  await buildForStart(say);
  const port = process.env.PUBLIC_URL ? await requirePort(PORT) : await choosePort(PORT, say);
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
