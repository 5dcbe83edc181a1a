/** How an operator calls these commands: the image and a release have them in one file, and no npm. */
export const CALLED_AS = process.argv[1]?.endsWith("admin.mjs")
  ? "node scripts/admin.mjs"
  : "npm run admin --";
