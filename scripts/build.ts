import { buildIfChanged } from "./build-if-changed";

/** `npm run build`: the packages, the database client and the production build, for machines that start without them. */
process.on("SIGTERM", () => process.exit(1));
try {
  await buildIfChanged(console.log);
  console.log("The production build was made from these sources.");
} catch (err) {
  console.error((err as Error).message);
  process.exitCode = 1;
}
