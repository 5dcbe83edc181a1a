import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";

/**
 * The contents of a file that only its owner may read and that is made once. Of several processes that make it at once all get
 * what the first one made, and none finds it half written.
 * @throws Error naming the file when it is empty
 */
export async function madeOnce(file: string, make: () => string): Promise<string> {
  if (!existsSync(file)) await putInPlace(file, make());

  const contents = await readFile(file, "utf8");
  if (contents.trim() === "")
    throw new Error(
      `The file ${file} is empty. Put back what it contained; if it never contained anything, remove it.`,
    );
  return contents;
}

/** A link is made for one of them only, and of a file that is complete. */
async function putInPlace(file: string, contents: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, contents, { mode: 0o600 });
    await link(draft, file);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== "EEXIST") throw err;
  } finally {
    await rm(draft, { force: true });
  }
}
