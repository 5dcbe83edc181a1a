import { addressesOf, prepareDatabase } from "./prepare-database";
import { diffMigrationsAndSchema } from "./schema-engine";

const [command = "deploy"] = process.argv.slice(2);
const addresses = addressesOf(process.env);

if (!addresses) {
  console.error(
    "DATABASE_URL is missing: the database to migrate, such as postgresql://user:password@host:5432/tributary",
  );
  process.exit(1);
}

if (command === "deploy") {
  const applied = await prepareDatabase(addresses);
  console.log(applied.length ? `Applied: ${applied.join(", ")}` : "The database is up to date.");
} else if (command === "diff") {
  const script = await diffMigrationsAndSchema(addresses.ownerUrl);
  console.log(script || "Schema and migrations agree.");
  process.exitCode = script ? 2 : 0;
} else {
  console.error(`Unknown command '${command}': use deploy or diff.`);
  process.exitCode = 1;
}
