import { commandLineCtx } from "./actor";

/**
 * `rotate-keys`: prints what was encrypted again, and which keys of ENCRYPTION_KEYS are still needed.
 * @throws Error when a secret could not be read
 */
export async function rotateKeysCommand(): Promise<void> {
  const { rotateKeys } = await import("@/lib/kernel/key-rotation/rotate-keys");
  const { currentKeyId } = await import("@/lib/kernel/secrets/encrypt");
  const current = currentKeyId();
  const results = await rotateKeys(commandLineCtx(), {
    onChunk: (rotated) => console.error(`${rotated} secrets rotated ...`),
  });

  const stillNeeded = new Set<string>();
  const unreadable: string[] = [];
  for (const { table, column, rotated, byKey, unreadable: ids } of results) {
    const stock = Object.entries(byKey).map(([keyId, count]) => `${count} under '${keyId}'`);
    console.log(`${`${table}.${column}`.padEnd(34)} ${rotated} rotated; now ${stock.join(", ") || "none"}`);
    for (const keyId of Object.keys(byKey)) stillNeeded.add(keyId);
    unreadable.push(...ids.map((id) => `${table} ${id}`));
  }

  stillNeeded.delete(current);
  if (unreadable.length > 0) {
    throw new Error(
      `Could not read these secrets, and left them as they are (${unreadable.length}): their key is missing from ENCRYPTION_KEYS, or they are damaged.\n${unreadable.slice(0, 20).join("\n")}`,
    );
  }
  console.log(
    stillNeeded.size === 0
      ? `Every secret is under '${current}': the other keys of ENCRYPTION_KEYS are not needed any more.`
      : `Still needed: ${[...stillNeeded].join(", ")}. The app still writes with an old key: give every process the new ENCRYPTION_KEYS, then run this again.`,
  );
}
