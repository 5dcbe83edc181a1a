import { z } from "zod";
import type { Ctx } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { secretChange } from "@/lib/kernel/audit/secret-change";
import { prisma, TRANSACTION_OPTIONS, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { linkOver } from "@/lib/kernel/secrets/secret-link";
import {
  type ActiveConnectLink,
  findActiveConnectLink,
} from "@/lib/setup/connect-links/find-active-connect-link";
import { type KeyTrial, tryKey } from "@/lib/setup/connect-links/try-key";
import { misfitOf, secretInput } from "@/lib/setup/destinations/destination-input";
import { brazeKeyOf, keyColumns } from "@/lib/setup/destinations/key-columns";
import { insertWebhookSecret, MAX_ACTIVE_SECRETS } from "@/lib/setup/destinations/webhook-secrets";
import { lockOwner } from "@/lib/setup/endpoints/endpoint-owner";
import { proveHop } from "@/lib/setup/proven-hops/record-proven-hops";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { forgetWorkspace } from "./forget-workspace";
import { isOtherWorkspace } from "./is-other-workspace";

/** Enough to find a typo, too few to guess keys. */
const MAX_REFUSED_KEYS = 10;

/** What the customer enters; what is left out stays unchanged. */
const enteredSecrets = z.strictObject({
  dataImportKey: secretInput.optional(),
  restApiKey: secretInput.optional(),
  webhookSecret: secretInput.optional(),
  /** Whether a new key with which the destination writes is for the same Braze workspace as the one before; see `isOtherWorkspace`. */
  sameWorkspace: z.boolean().optional(),
});

export type EnteredSecrets = z.infer<typeof enteredSecrets>;

/** What happened to the values. When nothing was saved, the link still works. */
export const enteredView = z.strictObject({
  isSaved: z.boolean(),
  verdict: z.enum(["accepted", "refused", "unreachable", "unchecked"]).nullable(),
  message: z.string().nullable(),
  nextAction: z.string().nullable(),
});

export type EnteredView = z.infer<typeof enteredView>;

/**
 * Stores what the customer entered through a connect link, all of it or nothing, and uses up the link. The key with
 * which the destination writes is tried on Braze first: if Braze refuses it, nothing is stored and the link keeps working, so that a typo can
 * be corrected. A key for another Braze workspace, or for one that the customer does not call the same, makes everybody
 * owed again.
 * @param opened the link, as it was looked up, and its token
 * @throws TributaryError `not_found` when the link was used up in the meantime; `invalid` with the fields; `limit_reached`
 *   after too many refused keys of this link
 */
export async function enterSecrets(
  { link, token }: { link: ActiveConnectLink; token: string },
  input: EnteredSecrets,
): Promise<EnteredView> {
  const entered = parseInput(enteredSecrets, input);
  assertComplete(entered, link);
  const ctx = ctxOf(link);
  const keys = keyColumns(entered, link.customerId);
  const trial = keys[BRAZE_KEYS[link.destination.kind].column] ? await tryWithin(ctx, link, keys) : null;

  const isSaved = trial === null || trial.verdict === "accepted" || trial.verdict === "unchecked";
  if (isSaved) await store(ctx, token, entered, keys, trial);
  return {
    isSaved,
    verdict: trial?.verdict ?? null,
    message: trial?.message ?? null,
    nextAction: trial?.nextAction ?? null,
  };
}

/**
 * Tries the key unless this link has had too many refused ones; records a refusal. A key counts before it is tried, so
 * that many at once do not pass together; one that Braze does not refuse is taken back.
 */
async function tryWithin(
  ctx: Ctx,
  link: ActiveConnectLink,
  { dataImportKeyEnc = null, restApiKeyEnc = null }: ReturnType<typeof keyColumns>,
): Promise<KeyTrial> {
  const counted = await prisma.connectLink.updateMany({
    where: { id: link.id, triedKeys: { lt: MAX_REFUSED_KEYS } },
    data: { triedKeys: { increment: 1 } },
  });
  if (counted.count === 0) {
    throw new TributaryError(
      "limit_reached",
      "Braze has refused too many keys entered here. Ask the person who sent you this link for help.",
    );
  }

  const { customerId, kind, brazeInstance } = link.destination;
  let isRefused = false;
  try {
    const trial = await tryKey({ customerId, kind, brazeInstance, dataImportKeyEnc, restApiKeyEnc });
    isRefused = trial.verdict === "refused";
    if (isRefused) await prisma.$transaction((tx) => recordTrial(tx, ctx, link, trial));
    return trial;
  } finally {
    if (!isRefused)
      await prisma.connectLink.update({ where: { id: link.id }, data: { triedKeys: { decrement: 1 } } });
  }
}

async function store(
  ctx: Ctx,
  token: string,
  entered: EnteredSecrets,
  keys: ReturnType<typeof keyColumns>,
  trial: KeyTrial | null,
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const seen = await findActiveConnectLink(token, tx);
    if (!seen) throw linkOver();
    const { customerId, destinationId } = seen;
    await lockOwner(tx, { customerId, destinationId });

    // Read again under the lock: of two simultaneous submits the second finds the link used.
    const link = await findActiveConnectLink(token, tx);
    if (!link) throw linkOver();
    assertComplete(entered, link);

    await tx.connectLink.update({ where: { id: link.id }, data: { usedAt: new Date() } });
    await tx.destination.update({
      where: { id: destinationId },
      data: { ...keys, version: { increment: 1 } },
    });
    if (entered.webhookSecret)
      await insertWebhookSecret(tx, { customerId, destinationId }, entered.webhookSecret);

    const { destination } = link;
    const { kind, brazeInstance } = destination;
    const isOther = isOtherWorkspace({
      instance: { before: brazeInstance, after: brazeInstance },
      key: { before: brazeKeyOf(destination), after: entered[BRAZE_KEYS[kind].field] },
      sameWorkspace: entered.sameWorkspace,
    });
    if (isOther) await forgetWorkspace(tx, destinationId);
    const importKey = secretChange("dataImportKey", destination.dataImportKeyEnc, keys.dataImportKeyEnc);
    const restKey = secretChange("restApiKey", destination.restApiKeyEnc, keys.restApiKeyEnc);
    await recordAudit(tx, ctx, {
      action: "connect_link.used",
      customerId,
      subjectKind: "connect_link",
      subjectId: link.id,
      before: { ...importKey.before, ...restKey.before },
      after: {
        destinationId,
        ...importKey.after,
        ...restKey.after,
        ...(entered.webhookSecret && { webhookSecret: "set" }),
        ...(isOther && { workspace: "another" }),
      },
    });
    if (trial) await recordTrial(tx, ctx, link, trial);
    if (trial?.verdict === "accepted") {
      await proveHop(tx, {
        customerId,
        destinationId,
        kind: "braze_key_accepted",
        detail: "Proven when the customer entered the key.",
      });
    }
  }, TRANSACTION_OPTIONS);
}

/**
 * Refuses input that would leave the destination without a key, or with one webhook secret too many.
 * @throws TributaryError `invalid`
 */
function assertComplete(entered: EnteredSecrets, { destination }: ActiveConnectLink): void {
  const { field, column } = BRAZE_KEYS[destination.kind];
  if (!entered[field] && destination[column] === null) {
    throw refusedField(field, "is required: without it nothing can be sent to Braze");
  }
  const misfit = misfitOf({ ...destination, dataImportKey: entered.dataImportKey });
  if (misfit?.field === "dataImportKey") throw refusedField(misfit.field, misfit.words);
  const { sameWorkspace: _, ...secrets } = entered;
  if (Object.values(secrets).every((value) => value === undefined)) {
    throw new TributaryError("invalid", "Enter at least one value.");
  }
  if (entered.webhookSecret && destination.webhookSecrets.length >= MAX_ACTIVE_SECRETS) {
    throw refusedField(
      "webhookSecret",
      "cannot be added: two are active, and the team must revoke one first",
    );
  }
}

function refusedField(field: keyof EnteredSecrets, words: string): TributaryError {
  return new TributaryError("invalid", `${field}: ${words}`, { fields: { [field]: words } });
}

function recordTrial(tx: Transaction, ctx: Ctx, link: ActiveConnectLink, trial: KeyTrial): Promise<void> {
  return recordAudit(tx, ctx, {
    action: "destination.key_tested",
    customerId: link.customerId,
    subjectKind: "destination",
    subjectId: link.destinationId,
    after: { isAccepted: trial.verdict === "accepted", status: trial.status },
  });
}

/** The customer as the audit log names them: by the link, since nobody signs in. */
function ctxOf({ id, hint, customerId }: ActiveConnectLink): Ctx {
  return {
    actor: { kind: "customer_link", id, name: `Connect link ending in ${hint}`, customerId, rights: [] },
  };
}
