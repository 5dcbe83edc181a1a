import { commandLineCtx } from "./actor";

/** `rebuild-history`: counts the history again from what is stored. */
export async function rebuildHistoryCommand(): Promise<void> {
  const { rebuildHistory } = await import("@/lib/insight/history/rebuild-history");
  const { sources, destinations } = await rebuildHistory(commandLineCtx(), (done, total) =>
    console.error(`${done} of ${total} sources and destinations counted ...`),
  );
  console.log(`Counted the history again: sources ${sources}, destinations ${destinations}.`);
}
