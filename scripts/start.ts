import { buildIfChanged } from "./build";
import { choosePort, prepareLocalEnvironment } from "./local-environment";
import { startServer } from "./server";

/** `npm start`: production, without the sandbox; `DATABASE_URL` and `INNGEST_*` switch to grown-up parts. */
const say = (line: string) => console.log(line);

const environment = await prepareLocalEnvironment(".data", say);
await buildIfChanged(say);
const port = await choosePort(Number(process.env.PORT ?? 3000), say);
const publicUrl = process.env.PUBLIC_URL || `http://localhost:${port}`;
const own = {
  ...environment.variables,
  PUBLIC_URL: publicUrl,
  NEXTAUTH_URL: process.env.NEXTAUTH_URL || publicUrl,
};

try {
  const server = await startServer(own, port, "inherit");
  say(`Tributary runs at ${publicUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.stop());
  server.process.once("exit", (code) => void environment.stop().finally(() => process.exit(code ?? 0)));
} catch (err) {
  console.error((err as Error).message);
  await environment.stop();
  process.exitCode = 1;
}
