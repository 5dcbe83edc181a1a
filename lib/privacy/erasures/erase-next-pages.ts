import { eraseInPage } from "./erase-in-page";
import { type RunningErasure, takeStep } from "./erasure-progress";
import { isWanted } from "./match-identity";
import { nextPages, type WalkedPage } from "./walk-customer";

/**
 * Removes the person from the bodies of the next pages. What the pages changed is recorded on the members; an
 * unreadable page that contains the identity anywhere loses its whole body.
 */
export async function eraseNextPages(erasure: RunningErasure): Promise<void> {
  const chunk = await nextPages(erasure.customerId, erasure.place);
  if (!chunk) return takeStep(erasure, async () => ({ next: { phase: "members" } }));

  const { destinationId, pages } = chunk;
  const changed = pages.flatMap((page) => {
    const body = eraseBody(page, erasure);
    return body === undefined ? [] : [{ id: page.id, body }];
  });
  await takeStep(erasure, async (sql) => {
    for (const { id, body } of changed) {
      await sql.query("UPDATE page SET body = $2 WHERE id = $1 AND body IS NOT NULL", [id, body]);
    }
    return {
      next: { ownerId: destinationId, id: pages.at(-1)?.id ?? null },
      done: pages.length,
      pages: changed.length,
    };
  });
}

/** The new body; undefined when it stays unchanged. */
function eraseBody({ body }: WalkedPage, { wanted }: RunningErasure): Buffer | null | undefined {
  const erased = eraseInPage(body, (value) => isWanted(wanted, value));
  if (erased === "unreadable") return body.includes(wanted.identity) ? null : undefined;
  return erased ?? undefined;
}
