import { randomBytes } from "node:crypto";
import { prepareLocalEnvironment } from "../../scripts/local-environment";

/**
 * `npm run inngest-stand-in`: plays an Inngest server, for trying what runs against one where none can be installed. Prints
 * the variables that name it, one a line, and runs until it is ended.
 */
const INNGEST = /^INNGEST_/;

// It is an embedded engine itself: with these it would look for another server.
for (const name of Object.keys(process.env)) if (INNGEST.test(name)) delete process.env[name];

const environment = await prepareLocalEnvironment(".data/inngest-stand-in", console.error, { fresh: true });
Object.assign(process.env, environment.variables, {
  PUBLIC_URL: "http://127.0.0.1:3000",
  LOG_LEVEL: "error",
});
// The engine is chosen when these are first read.
const { startStandIn } = await import("./stand-in");
const standIn = await startStandIn();

let isEnding = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (isEnding) return;
    isEnding = true;
    await standIn.close();
    await environment.stop();
    process.exit(0);
  });
}

const variables = {
  INNGEST_BASE_URL: standIn.url,
  INNGEST_DEV: "1",
  INNGEST_EVENT_KEY: randomBytes(16).toString("hex"),
  INNGEST_SIGNING_KEY: randomBytes(32).toString("hex"),
};
console.log(
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n"),
);
