import { parseArgs } from "node:util";
import { prepareLocalEnvironment } from "../../scripts/local-environment";
import { isSeeded, readLogin, seedFolder, writeLogin } from "./place";
import { type SeedSize, SIZES } from "./size";
import type { Login } from "./team";

/**
 * `npm run seed:large`: fills its own database with 500 customers, 5 million events and 2,000 syncs, to see and
 * measure the portal at that size; or with ten times as many events, by which the disk is sized. `--serve` then runs the portal on it, with the
 * sandbox.
 */
const USAGE = `Usage: npm run seed:large -- [--size large | fleet] [--serve] [--use-database-url]

  --size fleet        makes 1,000 customers and 50 million events of 90 days, in .data/fleet: takes about an hour and a half and 35 GB of disk
  --serve             runs the portal and the sandbox on the seeded database until Ctrl-C; seeds it first if it is empty
  --use-database-url  fills the empty database of DATABASE_URL instead of the local one in .data`;

const say = (line: string) => console.log(line);

try {
  const { values: options } = parseArgs({
    options: {
      size: { type: "string", default: "large" },
      serve: { type: "boolean" },
      "use-database-url": { type: "boolean" },
    },
  });
  const size = SIZES[options.size];
  if (!size) throw new Error(`--size is ${Object.keys(SIZES).join(" or ")}.`);
  if (options.serve && options["use-database-url"])
    throw new Error("--serve is for the local database only.");
  if (options["use-database-url"] && !process.env.DATABASE_URL) throw new Error("DATABASE_URL is not set.");
  if (!options["use-database-url"]) delete process.env.DATABASE_URL;

  const environment = await prepareLocalEnvironment(seedFolder(options.size), say);
  // As its owner: filling leaves out the indexes for a while.
  const DATABASE_URL = environment.ownerUrl;
  Object.assign(process.env, { PUBLIC_URL: "http://127.0.0.1:3000", ...environment.variables, DATABASE_URL });
  try {
    const login = await seed(size, {
      name: options.size,
      isLocal: !options["use-database-url"],
      mayBeThere: Boolean(options.serve),
    });
    say(`\n  sign in    ${login.email}  ${login.password}\n`);
    if (options.serve) {
      const { serve } = await import("./serve");
      await serve(environment.variables, say);
    }
  } finally {
    const { pool } = await import("@/lib/kernel/database");
    await pool.end();
    await environment.stop();
  }
} catch (err) {
  console.error((err as Error).message);
  if ((err as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) console.error(`\n${USAGE}`);
  process.exitCode = 1;
}

interface Wish {
  /** Of the size. */
  name: string;
  isLocal: boolean;
  /** A database that is already filled is fine. */
  mayBeThere: boolean;
}

/** Fills the database. */
async function seed(size: SeedSize, { name, isLocal, mayBeThere }: Wish): Promise<Login> {
  const { pool } = await import("@/lib/kernel/database");
  const { rows } = await pool.query("SELECT FROM customer LIMIT 1");
  if (mayBeThere && rows.length > 0 && isSeeded(name)) return readLogin(name);

  const startedMs = performance.now();
  const { fillDatabase } = await import("./fill");
  const { login, counts } = await fillDatabase(size, new Date(), say);
  if (isLocal) await writeLogin(name, login);

  say(`\nFilled in ${Math.round((performance.now() - startedMs) / 1_000)} seconds:\n`);
  for (const [table, count] of counts)
    say(`  ${table.padEnd(12)} ${count.toLocaleString("en-US").padStart(10)}`);
  return login;
}
