import { v5 as uuidv5 } from "uuid";
import { isPlaceholderIdentity, type PlaceholderRules } from "@/lib/forwarding/mapping/placeholders";
import type { PersonIds, PersonInHeap } from "@/lib/forwarding/messages-about-users/person-ids";
import type { IdentityField } from "@/prisma/generated/enums";

/** A source of the customer, as it is set now. */
export interface PlannedSource extends PlaceholderRules {
  id: string;
  name: string;
  /** `<region>:<app id>` */
  heapApp: string;
  identityField: IdentityField;
}

export interface SourceAndApp {
  sourceId: string;
  heapApp: string;
}

/** What the books say of where a person was sent to. */
export interface HeapFacts {
  sources: readonly PlannedSource[];
  /** Sources with events of the person, in stored bodies or in the books. */
  seenSourceIds: ReadonlySet<string>;
  /** Which Heap apps each source sent to, as far as calls are kept. */
  called: readonly SourceAndApp[];
  /** Those of them to which it sent by external ids. */
  calledByExternalId: readonly SourceAndApp[];
  /** Those of them to which the person was sent. */
  sent: readonly SourceAndApp[];
}

/** What is to be deleted in a Heap app, and the step that does it. */
export interface PlannedApp extends PersonInHeap {
  heapApp: string;
  subjectId: string;
  name: string;
}

/**
 * In which Heap apps a person is to be deleted, and by which ids. Whatever a source is set to now, it may have sent them
 * to another app or by the other id before. So in every app that a source with events of the person sends to or sent to,
 * all their ids are deleted: the walk has made sure that none of them is anybody else's. What is a placeholder for a source
 * was never sent by it. Pure.
 * @param customerId with the app, makes the id of a step whose app no source sends to now
 */
export function planHeapApps(
  { id: customerId, requestSourceId }: { id: string; requestSourceId: string },
  facts: HeapFacts,
  ids: PersonIds,
): PlannedApp[] {
  const isKnown = isExternalIdKnown(ids);
  const apps = new Map<string, PersonInHeap & { by: PlannedSource }>();
  const has = (list: readonly SourceAndApp[], source: PlannedSource, heapApp: string) =>
    list.some((one) => one.sourceId === source.id && one.heapApp === heapApp);

  for (const source of facts.sources) {
    const called = facts.called.filter(({ sourceId }) => sourceId === source.id);
    const isSeen = source.id === requestSourceId || facts.seenSourceIds.has(source.id);
    // Without their external id nobody can say that another source did not send the person by one.
    if (!isSeen && (isKnown || called.length === 0)) continue;

    for (const heapApp of new Set([source.heapApp, ...called.map((one) => one.heapApp)])) {
      const takesExternalIds =
        has(facts.calledByExternalId, source, heapApp) ||
        (source.heapApp === heapApp && source.identityField === "external_user_id");
      const isUnknown = !isKnown && takesExternalIds;
      if (!isSeen && !isUnknown) continue;

      const app = apps.get(heapApp) ?? { identities: [], isUnknown: false, isProven: false, by: source };
      const real = [...ids.externalIds, ...ids.brazeIds].filter((id) => !isPlaceholderIdentity(id, source));
      apps.set(heapApp, {
        identities: isSeen ? [...new Set([...app.identities, ...real])] : app.identities,
        isUnknown: app.isUnknown || isUnknown,
        isProven: app.isProven || has(facts.sent, source, heapApp),
        // Whoever sends to it now speaks for the app, first of all the source that got the request.
        by:
          source.heapApp === heapApp && (app.by.heapApp !== heapApp || source.id === requestSourceId)
            ? source
            : app.by,
      });
    }
  }
  return [...apps].map(([heapApp, { by, ...rest }]) => ({
    ...rest,
    heapApp,
    ...stepOf(customerId, heapApp, by),
  }));
}

/**
 * Whether it is known under which external id the person was sent. Of users that were merged into them the merge has said it;
 * those without one had none. Pure.
 */
export function isExternalIdKnown({ brazeIds: [own], externalIds, pairs = [] }: PersonIds): boolean {
  return own === undefined ? externalIds.length > 0 : pairs.some(([brazeId]) => brazeId === own);
}

function stepOf(customerId: string, heapApp: string, by: PlannedSource): { subjectId: string; name: string } {
  const appId = heapApp.slice(heapApp.indexOf(":") + 1);
  if (by.heapApp === heapApp) return { subjectId: by.id, name: `Heap app ${appId} of “${by.name}”` };
  return {
    subjectId: uuidv5(heapApp, customerId),
    name: `Heap app ${appId}, which “${by.name}” sent to before`,
  };
}
