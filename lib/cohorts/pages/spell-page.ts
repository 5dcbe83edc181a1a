import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { isAddressKind, normalForm } from "@/lib/vendors/braze/address-forms";
import type { PageTally } from "@/lib/vendors/heap/member-list";
import type { IdentifierKind } from "@/prisma/generated/enums";

interface Named {
  add: readonly string[];
  remove: readonly string[];
  tally: PageTally;
}

/**
 * A page with each user in the one spelling under which members are kept. Two spellings of one address are one user, who leaves if the page
 * says both; the further ones count as repeated. Takes turns with others when the page is long.
 */
export async function spellPage<Page extends Named>(kind: IdentifierKind, page: Page): Promise<Page> {
  if (!isAddressKind(kind)) return page;

  const turns = takeTurns();
  const spell = async (ids: readonly string[]) => {
    const spelled = new Set<string>();
    for (const id of ids) {
      if (turns.isOver()) await turns.next();
      spelled.add(normalForm(kind, id));
    }
    return spelled;
  };
  const add = await spell(page.add);
  const remove = await spell(page.remove);
  for (const id of remove) add.delete(id);

  const repeated = page.add.length + page.remove.length - add.size - remove.size;
  const tally = { ...page.tally, repeated: page.tally.repeated + repeated };
  return { ...page, add: [...add], remove: [...remove], tally };
}
