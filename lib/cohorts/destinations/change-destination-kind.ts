import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { versionInput } from "@/lib/kernel/api/text-input";
import { assertVersion, assertWritten } from "@/lib/kernel/api/version";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, sqlOf, TRANSACTION_OPTIONS, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { secretInput } from "@/lib/setup/destinations/destination-input";
import {
  type DestinationRow,
  type DestinationView,
  toDestinationView,
} from "@/lib/setup/destinations/destination-view";
import { brazeKeyOf, keyColumns } from "@/lib/setup/destinations/key-columns";
import { requireAcceptedKey } from "@/lib/setup/destinations/require-accepted-key";
import { requireDestination } from "@/lib/setup/destinations/show-destination";
import { KEY_PROOF, proveHop } from "@/lib/setup/proven-hops/record-proven-hops";
import { BRAZE_KEYS, IDENTIFIER_KINDS, IDENTIFIERS_POSSIBLE } from "@/lib/vendors/braze/destination-kinds";
import { hasPartnerKey, partnerKeyName } from "@/lib/vendors/braze/membership-gateway";
import { DestinationKind } from "@/prisma/generated/enums";
import { forgetWorkspace } from "./forget-workspace";

export const kindChange = z.strictObject({
  version: versionInput,
  kind: z.enum(DestinationKind),
  /** The key that the kind takes; it may be left out if the destination has it already. */
  dataImportKey: secretInput.optional(),
  restApiKey: secretInput.optional(),
  /** Tries that key on Braze first: one that Braze refuses is `invalid`, and nothing is changed. */
  testsKey: z.boolean().default(false),
});

type KindChange = z.input<typeof kindChange> & { customerId: string; destinationId: string };

/**
 * Changes whether a destination's segments are cohorts or custom attributes. What Braze accepted as the one says nothing about the
 * other: everybody is owed again, and what Braze has stays there as it is. A segment that had an attribute before gets the same one.
 * The Data Import Key is removed with the cohorts; a REST API key stays for match checks.
 * @throws TributaryError `forbidden`; `not_found`; `invalid` without a key, or with one that Braze refuses; `conflict` when it was changed
 *   in the meantime, is archived, lacks the partner key, or identifies users in a way that the kind does not have
 */
export async function changeDestinationKind(ctx: Ctx, input: KindChange): Promise<DestinationView> {
  requireRole(ctx, "csm");
  const { customerId, destinationId, ...rest } = input;
  const { version, kind, testsKey, ...typed } = parseInput(kindChange, rest);
  const { field } = BRAZE_KEYS[kind];
  const before = await requireDestination({ customerId, destinationId });
  if (before.kind === kind) return toDestinationView(before);
  assertPossible(before, kind);
  const key = typed[field] ?? brazeKeyOf({ ...before, kind });
  if (key === null) throw needsKey(kind);
  const { brazeInstance } = before;
  const isAccepted = testsKey && (await requireAcceptedKey({ customerId, kind, brazeInstance, key }));

  return prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const found = await requireDestination({ customerId, destinationId }, tx);
    assertVersion(found.version, version);

    const written = await tx.destination.updateMany({
      where: { id: destinationId, version },
      data: {
        kind,
        ...keyColumns({ ...(kind === "attribute" && { dataImportKey: null }), [field]: key }, customerId),
        version: { increment: 1 },
      },
    });
    assertWritten(written.count);
    await assertSegmentsFit(tx, destinationId, kind);
    await forgetWorkspace(
      tx,
      destinationId,
      "How the destination shows segments in Braze changed during this call.",
    );
    // It was about the other key.
    await resolveAlert(sqlOf(tx), { customerId, kind: "braze_key_refused", subject: destinationId });
    if (isAccepted) await proveHop(tx, { customerId, destinationId, ...KEY_PROOF });
    await recordAudit(tx, ctx, {
      action: "destination.kind_changed",
      customerId,
      subjectKind: "destination",
      subjectId: destinationId,
      before: { kind: found.kind },
      after: { kind, ...(typed[field] && { [field]: "set" }) },
    });
    return toDestinationView(await requireDestination({ customerId, destinationId }, tx));
  }, TRANSACTION_OPTIONS);
}

function needsKey(kind: DestinationKind): TributaryError {
  const { field, name } = BRAZE_KEYS[kind];
  const words = `is needed: enter the ${name}`;
  return new TributaryError("invalid", `${field}: ${words}`, { fields: { [field]: words } });
}

function assertPossible({ brazeInstance, identifierKind }: DestinationRow, kind: DestinationKind): void {
  if (kind === "cohort" && !hasPartnerKey(brazeInstance)) {
    throw new TributaryError(
      "conflict",
      `The partner key for ${brazeInstance} is missing. Ask the operator of Tributary to set ${partnerKeyName(brazeInstance)}.`,
    );
  }
  if (!IDENTIFIER_KINDS[kind].includes(identifierKind)) {
    throw new TributaryError(
      "conflict",
      `${IDENTIFIERS_POSSIBLE[kind]} Change how this destination identifies users first.`,
    );
  }
}

/** @throws TributaryError `conflict` naming a segment that identifies its users in a way of its own that the kind does not have */
async function assertSegmentsFit(
  tx: Transaction,
  destinationId: string,
  kind: DestinationKind,
): Promise<void> {
  const misfit = await tx.segment.findFirst({
    where: { destinationId, identifierKind: { not: null, notIn: [...IDENTIFIER_KINDS[kind]] } },
    select: { name: true },
  });
  if (!misfit) return;
  throw new TributaryError(
    "conflict",
    `${IDENTIFIERS_POSSIBLE[kind]} The segment “${misfit.name}” has its own identifier: change that first.`,
  );
}
