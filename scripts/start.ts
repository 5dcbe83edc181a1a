import { readEnv } from "@/lib/kernel/env";
import { buildIfChanged } from "./build";
import { choosePort, type LocalEnvironment, prepareLocalEnvironment, requirePort } from "./local-environment";
import { startServer, stopServers } from "./server";

/**
 * `npm start`: production, without the sandbox; `DATABASE_URL` and the keys of Inngest replace the built-in database and
 * engine.
 */
const say = (line: string) => console.log(line);
let environment: LocalEnvironment | undefined;
let ending: Promise<never> | undefined;

async function stopAll(code: number): Promise<never> {
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
  await buildIfChanged(say);
  const wished = Number(process.env.PORT ?? 3000);
  const port = process.env.PUBLIC_URL ? await requirePort(wished) : await choosePort(wished, say);
  const publicUrl = process.env.PUBLIC_URL || `http://localhost:${port}`;
  const own = {
    ...environment.variables,
    PUBLIC_URL: publicUrl,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || publicUrl,
  };

  const server = await startServer(own, port, "inherit");
  say(`Tributary runs at ${publicUrl}`);
  server.process.once("exit", (code) => {
    ending ??= stopAll(code ?? 1);
  });
} catch (err) {
  if (!ending) console.error((err as Error).message);
  ending ??= stopAll(1);
}
