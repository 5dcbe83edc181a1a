/** `zip-bodies`: begins to zip bodies now. */
export async function zipBodiesCommand(): Promise<void> {
  const { startZipping } = await import("@/lib/forwarding/batches/zip-bodies");
  await startZipping();
  console.log("Bodies are zipped from now on, within a few minutes of the end of their batch.");
}

/** `unzip-bodies`: stores all bodies as they came. */
export async function unzipBodiesCommand(): Promise<void> {
  const { unzipBodies } = await import("@/lib/forwarding/batches/unzip-bodies");
  let told = 0;
  const unzipped = await unzipBodies((done) => {
    if (done < told + 1_000) return;
    told = done;
    console.error(`${done} bodies unzipped ...`);
  });
  console.log(`No body is zipped any more (${unzipped} were), and none will be until you run zip-bodies.`);
}
