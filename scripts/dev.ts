import { SANDBOX_PARTNER_KEY } from "@/sandbox/braze/state";
import { preferredPort } from "@/sandbox/preferred-port";
import { startSandbox } from "@/sandbox/start";
import { freePort } from "./free-port";
import { choosePort, prepareLocalEnvironment } from "./local-environment";
import { runProgram, stopPrograms } from "./run-program";
import { hostToListenOn } from "./server";

/** `npm run dev`: Next's development server with reloading, with its own database and the sandbox. */
const say = (line: string) => console.log(line);

const environment = await prepareLocalEnvironment(".data/dev", say);
const sandbox = await startSandbox({ port: await freePort(preferredPort()) });
const port = await choosePort(Number(process.env.PORT ?? 3000), say);
const url = `http://localhost:${port}`;
say(`Sandbox at ${sandbox.url}, Tributary at ${url}`);

process.on("SIGINT", () => void stopPrograms()); // from a terminal Next gets it too
process.on("SIGTERM", () => void stopPrograms());
process.exitCode = await runProgram(
  "next/dist/bin/next",
  ["dev", "--hostname", hostToListenOn(), "--port", String(port)],
  {
    variables: {
      ...environment.variables,
      NEXT_TELEMETRY_DISABLED: "1", // Next would leave a process behind that sends it
      PUBLIC_URL: url,
      NEXTAUTH_URL: url,
      SANDBOX_URL: sandbox.url,
      BRAZE_PARTNER_KEY_US: SANDBOX_PARTNER_KEY,
    },
  },
);
await sandbox.close();
await environment.stop();
process.exit();
