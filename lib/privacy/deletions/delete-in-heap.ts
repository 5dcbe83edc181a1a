import type { PersonInHeap } from "@/lib/forwarding/messages-about-users/person-ids";
import { pool } from "@/lib/kernel/database";
import { VendorError } from "@/lib/kernel/errors";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import type { HeapDeletionClient } from "@/lib/vendors/heap/deletion-client";
import { heapDeletionOf } from "@/lib/vendors/heap/deletion-gateway";
import type { DeletionStep } from "@/prisma/generated/client";
import type { IdentityField } from "@/prisma/generated/enums";
import { isOnItsWay } from "./is-on-its-way";
import type { RunningDeletion } from "./load-deletion";
import { type StepOutcome, tryLater } from "./record-step";

/** The first look at Heap's status, and the longest time between two. Heap says nowhere how long it takes. */
const FIRST_LOOK_SECONDS = 2;
const LONGEST_LOOK_SECONDS = 600;
const NO_KEY =
  "The source has no Heap API key. Enter it in Setup and try again, or delete the user in Heap by hand and close the request.";
const NO_ID =
  "The request contains only Braze’s own ID, and no stored event shows the external ID under which Heap has the user. If Heap has them, delete them there by hand.";
const OLD_APP =
  "The user was sent to this Heap app, and no source sends there now, so Tributary has no API key for it. Add a source for this app with its API key in Setup and try again, or delete the user there by hand and close the request.";
const MAYBE_OLD_APP =
  "No source sends to this Heap app now, so Tributary has no API key for it. The user may still be there: ask the customer to check, and to delete them if so.";
const KEY_REFUSED =
  "Check the Heap API key in Setup: it must be the key of the app’s Main Production environment. Then try again, or delete the user in Heap by hand and close the request.";

/**
 * Has a Heap app delete the person, and follows that to its end. Asked again after a lost answer, Heap deletes nothing more.
 */
export async function deleteInHeap(deletion: RunningDeletion, step: DeletionStep): Promise<StepOutcome> {
  const source = await findSource(step);
  const wanted = wantedIn(deletion, step, source);
  if (wanted.identities.length === 0) return { state: "left", words: NO_ID };
  if (!source)
    return wanted.isProven ? { state: "failed", words: OLD_APP } : { state: "left", words: MAYBE_OLD_APP };
  if (!source.heapApiKeyEnc) return { state: "failed", words: NO_KEY };
  if (await isOnItsWay(source.heapApp, deletion)) {
    return { state: step.state, words: "Waiting for calls that are on their way to Heap.", waitSeconds: 2 };
  }

  const place = { customerId: deletion.customerId, field: "heap_api_key" } as const;
  const client = heapDeletionOf(source, decryptSecret(source.heapApiKeyEnc, place));
  try {
    return step.askedId === null
      ? await ask(client, wanted.identities)
      : await look(client, step, step.askedId, wanted);
  } catch (err) {
    if (!(err instanceof VendorError)) throw err;
    return err.retriable ? tryLater(step, err) : afterRefusal(step, err);
  }
}

/** What is to be deleted in the step's Heap app. A step that an older version planned goes by the source's settings. */
function wantedIn(
  { ids }: RunningDeletion,
  step: DeletionStep,
  source: HeapSource | undefined,
): PersonInHeap {
  const planned = ids.inHeap?.find(({ heapApp }) => heapApp === step.heapApp);
  if (planned) return planned;
  const identities = source?.identityField === "user_id" ? ids.brazeIds : ids.externalIds;
  return { identities, isUnknown: false, isProven: true };
}

async function ask(client: HeapDeletionClient, identities: readonly string[]): Promise<StepOutcome> {
  const askedId = await client.requestDeletion(identities);
  return {
    state: "asked",
    words: "Heap has accepted the request.",
    askedId,
    waitSeconds: FIRST_LOOK_SECONDS,
  };
}

async function look(
  client: HeapDeletionClient,
  step: DeletionStep,
  askedId: string,
  { isUnknown }: PersonInHeap,
): Promise<StepOutcome> {
  const status = await client.readStatus(askedId);
  if (status === "complete" && isUnknown)
    return { state: "left", words: `Heap has deleted Braze’s ID. ${NO_ID}` };
  if (status === "complete") return { state: "done", words: "Heap has deleted the user." };
  // For a pending deletion the attempts count how often we looked.
  const attempts = step.attempts + 1;
  const waitSeconds = Math.min(LONGEST_LOOK_SECONDS, FIRST_LOOK_SECONDS * 2 ** attempts);
  return { state: "asked", words: "Heap is deleting the user.", attempts, waitSeconds };
}

function afterRefusal(step: DeletionStep, err: VendorError): StepOutcome {
  // Heap has forgotten the request, or never knew it: it is asked once more.
  if (err.kind === "not_found" && step.askedId !== null) {
    return {
      state: "waiting",
      words: `Heap no longer knows the request: “${err.words}”. It will be asked again.`,
      askedId: null,
      waitSeconds: 60,
    };
  }
  const todo =
    err.kind === "unauthorized" ? KEY_REFUSED : "Delete the user in Heap by hand and close the request.";
  return { state: "failed", words: `Heap refused the request: “${err.words}”. ${todo}` };
}

interface HeapSource {
  heapApp: string;
  heapRegion: string;
  heapAppId: string;
  heapApiKeyEnc: string | null;
  identityField: IdentityField;
}

/** A source that sends to the step's Heap app now, if possible with a key for it. */
async function findSource({ customerId, heapApp, subjectId }: DeletionStep): Promise<HeapSource | undefined> {
  const { rows } = await pool.query<HeapSource>(
    `SELECT s.heap_app AS "heapApp", s.heap_region AS "heapRegion", s.heap_app_id AS "heapAppId", s.heap_api_key_enc AS "heapApiKeyEnc",
            s.identity_field AS "identityField"
     FROM source s WHERE s.customer_id = $1 AND CASE WHEN $2::text IS NULL THEN s.id = $3::uuid ELSE s.heap_app = $2 END
     ORDER BY s.heap_api_key_enc IS NULL, s.id <> $3::uuid, s.id LIMIT 1`,
    [customerId, heapApp, subjectId],
  );
  return rows[0];
}
