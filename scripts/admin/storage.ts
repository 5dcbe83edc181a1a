/** `compact-storage`: begins to zip bodies and to pack events now. */
export async function compactStorageCommand(): Promise<void> {
  const { startZipping } = await import("@/lib/forwarding/batches/zip-bodies");
  await startZipping();
  console.log(
    "From now on bodies are zipped within a few minutes of the end of their batch, and events are packed once their week is over.",
  );
}

/** `plain-storage`: stores all bodies as they came and all events in rows. */
export async function plainStorageCommand(): Promise<void> {
  const { unzipBodies } = await import("@/lib/forwarding/batches/unzip-bodies");
  const { unpackAll } = await import("@/lib/forwarding/packs/unpack-batches");
  const unzipped = await unzipBodies(tellEach("bodies unzipped"));
  const unpacked = await unpackAll(tellEach("batches unpacked"));
  console.log(
    `No body is zipped any more (${unzipped} were) and no batch is packed (${unpacked} were), and none will be until you run compact-storage.`,
  );
}

function tellEach(what: string): (done: number) => void {
  let told = 0;
  return (done) => {
    if (done < told + 1_000) return;
    told = done;
    console.error(`${done} ${what} ...`);
  };
}
