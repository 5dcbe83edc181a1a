import { ConfigurationError } from "@/lib/kernel/configuration-error";
import { LEVELS, lineOf, linesOfCall, linesOfText } from "@/lib/kernel/log-lines";
import { readSecretFiles } from "@/lib/kernel/secret-files";
import { whereOf } from "@/lib/kernel/where-of";

/**
 * Loaded into the server before anything else (`node --import`), so that whatever any library prints is one JSON
 * object a line, without secret addresses and without the messages of errors. Takes secrets from their files, too. Bundled by `bundleProgram`, because the
 * server runs without TypeScript.
 */
const CALLS = {
  debug: "debug",
  log: "info",
  info: "info",
  warn: "warn",
  error: "error",
  trace: "error",
} as const;

const toOutput = divert(process.stdout, LEVELS.info);
const toErrors = divert(process.stderr, LEVELS.error);
divertConsole(LEVELS[(process.env.LOG_LEVEL || "info") as keyof typeof LEVELS] ?? LEVELS.info);
tellOfWarnings();
tellOfUncaughtErrors();
takeVariables();
listenWhereTold();

/** Makes everything that is written to an output lines of the log. Returns how to write such lines to it. */
function divert(output: NodeJS.WriteStream, level: number): (lines: string) => void {
  const write = output.write.bind(output);
  // Whoever read the output may have ended before this process.
  output.on("error", () => {});
  output.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    const done = rest.find((argument) => typeof argument === "function") as (() => void) | undefined;
    return write(linesOfText(text, { level, at: new Date() }), done);
  };
  return (lines) => void write(lines);
}

function divertConsole(least: number): void {
  for (const [name, levelName] of Object.entries(CALLS)) {
    const level = LEVELS[levelName];
    const to = level >= LEVELS.warn ? toErrors : toOutput;
    console[name as keyof typeof CALLS] = (...args: unknown[]) => {
      if (level >= least) to(linesOfCall(args, { level, at: new Date() }));
    };
  }
}

/** Node would write warnings past our outputs. Ours and those of libraries contain no data. */
function tellOfWarnings(): void {
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    const { name, message } = warning;
    toErrors(lineOf(`${name}: ${message}`, { level: LEVELS.warn, at: new Date() }, whereOf(warning)));
  });
}

/** Node would print an uncaught error past our outputs. While Next runs it has a listener of its own, which decides. */
function tellOfUncaughtErrors(): void {
  process.on("uncaughtException", (err, origin) => {
    if (process.listenerCount("uncaughtException") > 1) return;
    toErrors(lineOf(origin, { level: LEVELS.error, at: new Date() }, whereOf(err)));
    process.exit(1);
  });
}

/** Before anything reads a variable. */
function takeVariables(): void {
  try {
    readSecretFiles(process.env);
    refuseWrongPort(process.env.PORT);
  } catch (err) {
    toErrors(lineOf((err as Error).message, { level: LEVELS.error, at: new Date() }));
    process.exit(1);
  }
}

/** The server of a release would listen on 3000 in place of it, and put that into the variable before we read it. */
function refuseWrongPort(port: string | undefined): void {
  if (!port || (/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) return;
  throw new ConfigurationError(["PORT must be a whole number from 1 to 65535"]);
}

/**
 * The server of a release listens where `HOSTNAME` says, which is what many systems call the machine: everywhere, if it
 * is not set. Ours is `HOST`, and without it this machine alone, as with `npm start`.
 */
function listenWhereTold(): void {
  process.env.HOSTNAME = process.env.HOST || "127.0.0.1";
}
