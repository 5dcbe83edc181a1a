import { parseArgs } from "node:util";
import { readSecretFiles } from "@/lib/kernel/secret-files";
import { CALLED_AS } from "./admin/called-as";
import { createApiKeyCommand } from "./admin/create-api-key";
import { createUserCommand } from "./admin/create-user";
import { disableUserCommand } from "./admin/disable-user";
import { listUsersCommand } from "./admin/list-users";
import { rebuildHistoryCommand } from "./admin/rebuild-history";
import { resetPasswordCommand } from "./admin/reset-password";
import { rotateKeysCommand } from "./admin/rotate-keys";
import { compactStorageCommand, plainStorageCommand } from "./admin/storage";
import { requireOption, UsageError } from "./admin/usage-error";
import { prepareLocalEnvironment } from "./local-environment";

/** `npm run admin -- <command>`, or `node scripts/admin.mjs <command>` of a release: what an operator can do without the portal. */
const USAGE = `Usage: ${CALLED_AS} <command> [options]

  create-user     --email <address> --name <name> --role <admin|csm|viewer> [--password <password>]
                  Without --password it makes one and prints it once.
  create-api-key  --email <address of its user> --name <name> [--role <admin|csm|viewer>]
                  Prints the key once. Without --role it has its user's role.
  disable-user    --email <address>
                  Ends sign-in, sessions and API keys of the user at once.
  reset-password  --email <address>
                  Invalidates the user's password and ends their sessions at once; prints a link that sets a new password, once.
  list-users      Prints the team.
  rotate-keys     Encrypts every stored secret under the first key of ENCRYPTION_KEYS; says which keys are still
                  needed. Safe while the app runs; run it again if it was interrupted. See docs/security.md.
  rebuild-history Counts the history again from the events, calls and members that are stored, as far back as they
                  reach. Safe while the app runs. Run it once after the upgrade that introduced the history, and after
                  any in which an older version ran beside it. See docs/admin.md.
  compact-storage From now on stores what Braze sent in zipped form, and the outcomes of past weeks in packs: a third of the disk space.
                  Run it once no process is left whose version cannot read them. New installations need not. See docs/operations.md.
  plain-storage   Stores all of it as older versions do, and ends that. Run it before you go back to a version that cannot
                  read the compact form. Safe while the app runs; run it again if it was interrupted.
  migrate         Brings the database up to date and gives the role of DATABASE_URL what the app needs; the other
                  commands do so too. Needs the owner of the tables: DATABASE_OWNER_URL, or DATABASE_URL if that is the owner's.

Works on DATABASE_URL if it is set, otherwise on the database that npm start keeps in .data.`;

type Options = Record<string, string | undefined>;

interface Command {
  needs?: string[];
  mayHave?: string[];
  work(options: Options): Promise<void>;
}

const COMMANDS: Record<string, Command> = {
  "create-user": { needs: ["email", "name", "role"], mayHave: ["password"], work: createUserCommand },
  "create-api-key": { needs: ["email", "name"], mayHave: ["role"], work: createApiKeyCommand },
  "disable-user": { needs: ["email"], work: disableUserCommand },
  "reset-password": { needs: ["email"], work: resetPasswordCommand },
  "list-users": { work: listUsersCommand },
  "rotate-keys": { work: rotateKeysCommand },
  "rebuild-history": { work: rebuildHistoryCommand },
  "compact-storage": { work: compactStorageCommand },
  "plain-storage": { work: plainStorageCommand },
  migrate: { work: async () => console.log("The database is up to date.") },
};

let isOutputLost = false;
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (!isOutputLost)
    console.error(
      `The output could not be written (${code}). If it had a password, a key or a link, make another one.`,
    );
  isOutputLost = true;
  process.exitCode = 1; // it may come after the command's end, too
});

const exitCode = await run(process.argv.slice(2));
if (!isOutputLost) process.exitCode = exitCode;

async function run(words: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        email: { type: "string" },
        name: { type: "string" },
        role: { type: "string" },
        password: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    const { help, ...options } = values;
    const [name = "", ...surplus] = positionals;
    if (help || name === "") {
      console.log(USAGE);
      return help ? 0 : 1;
    }

    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command || surplus.length > 0) throw new UsageError(`Unknown command '${positionals.join(" ")}'.`);
    checkOptions(name, command, options);
    await onDatabase(() => command.work(options));
    return 0;
  } catch (err) {
    console.error(err instanceof Error ? err.message : "The command failed.");
    if (isUsageError(err)) console.error(`\n${USAGE}`);
    return 1;
  }
}

/** Before anything is touched: an option that has no effect is a mistake. */
function checkOptions(name: string, { needs = [], mayHave = [] }: Command, options: Options): void {
  for (const option of needs) requireOption(options, option);
  const surplus = Object.keys(options).find((option) => ![...needs, ...mayHave].includes(option));
  if (surplus) throw new UsageError(`${name} takes no --${surplus}.`);
}

async function onDatabase(work: () => Promise<void>): Promise<void> {
  readSecretFiles(process.env);
  const environment = await prepareLocalEnvironment(".data", (line) => console.error(line));
  Object.assign(process.env, environment.variables);
  // Where `npm start` listens, unless that port was taken then.
  if (environment.database) process.env.PUBLIC_URL ||= `http://localhost:${process.env.PORT || 3000}`;
  const { pool } = await import("@/lib/kernel/database");
  try {
    await work();
  } finally {
    await pool.end();
    await environment.stop();
  }
}

function isUsageError(err: unknown): boolean {
  const code = err instanceof Error && "code" in err ? String(err.code) : "";
  return err instanceof UsageError || code.startsWith("ERR_PARSE_ARGS");
}
