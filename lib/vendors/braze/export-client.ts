import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { isAddressKind, personalWords } from "@/lib/vendors/braze/address-forms";
import type { Identifier } from "@/lib/vendors/braze/cohort-changes";
import { callVendor } from "@/lib/vendors/vendor-call";

/**
 * Most ids in one call, by identifier. Source:
 * https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier
 */
export const MAX_EXPORT_IDS_PER_CALL: Record<Identifier, number> = {
  external_id: 50,
  alias: 50,
  device_id: 1,
  email: 1,
  phone: 1,
};

/** Identifiers of which a call takes one, and what they are called there. */
const BY_ONE: Partial<Record<Identifier, string>> = {
  device_id: "device_id",
  email: "email_address",
  phone: "phone",
};

/** Room for 50 users and 50 unknown ids of the greatest length, several times over. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Ids under one identifier; aliases carry their label. */
export interface AskedIds {
  identifier: Identifier;
  aliasLabel?: string | null;
  ids: readonly string[];
}

/** The identity fields requested for an exported user. */
interface ExportedUser {
  external_id?: unknown;
  user_aliases?: unknown;
}

/**
 * Asks Braze which ids it knows (`POST /users/export/ids`): the only way to measure a match, since cohort calls never
 * report one. Braze allows 250 or 2,500 of these calls a minute, depending on the contract's age.
 *
 * @param restApiKey a REST API key with the permission `users.export.ids`.
 * @param ids 1 to 50 external ids or aliases, or 1 device id, email address or phone number.
 * @returns the given ids in two lists; an id that Braze does not mention counts as unknown. `shared` are those of the known that several
 *   users have: email addresses and phone numbers only.
 * @throws TributaryError `invalid` for none or too many ids, or aliases without a label, before any call.
 * @throws VendorError like `callVendor`; `no_answer` or `unexpected` when the answer cannot be read.
 */
export async function exportIds(
  call: AskedIds & {
    baseUrl: string;
    restApiKey: string;
    timeoutSeconds?: number;
    fetch?: typeof fetch;
  },
): Promise<{ known: string[]; unknown: string[]; shared: string[] }> {
  const ids = [...new Set(call.ids)];
  const most = MAX_EXPORT_IDS_PER_CALL[call.identifier];
  if (ids.length === 0 || ids.length > most) {
    throw new TributaryError("invalid", `Braze checks 1 to ${most} of these IDs in one call.`);
  }

  const answer = await callVendor({
    vendor: "braze",
    name: "users_export_ids",
    url: `${call.baseUrl}/users/export/ids`,
    headers: { authorization: `Bearer ${call.restApiKey}` },
    body: question({ ...call, ids }),
    secrets: [call.restApiKey, ...personalWords(call.identifier, ids)],
    maxBodyBytes: MAX_ANSWER_BYTES,
    timeoutSeconds: call.timeoutSeconds,
    fetch: call.fetch,
  });
  if (!answer.isComplete) throw unreadable(answer.status, "no_answer", "The response was cut off");

  const users = exportedUsers(answer.body);
  if (!users) throw unreadable(answer.status, "unexpected", "The response lists no users");

  const found = idsOf(users, { ...call, ids });
  return {
    known: ids.filter((id) => found.has(id)),
    unknown: ids.filter((id) => !found.has(id)),
    shared: isAddressKind(call.identifier) && users.length > 1 ? ids : [],
  };
}

/**
 * The body of a call. Without `fields_to_export` Braze exports whole profiles, which is slow and none of our
 * business.
 */
function question({ identifier, aliasLabel, ids }: AskedIds): Record<string, unknown> {
  if (identifier === "external_id") return { external_ids: ids, fields_to_export: ["external_id"] };
  const one = BY_ONE[identifier];
  if (one) return { [one]: ids[0], fields_to_export: ["braze_id"] };
  if (!aliasLabel) throw new TributaryError("invalid", "An alias needs a label.");

  const aliases = ids.map((id) => ({ alias_name: id, alias_label: aliasLabel }));
  return { user_aliases: aliases, fields_to_export: ["user_aliases"] };
}

function exportedUsers(body: string): (ExportedUser | null)[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  const users = (parsed as { users?: unknown } | null)?.users;
  return Array.isArray(users) ? users : null;
}

/** Which of the requested ids the users match. A call about one id returns the users who have it. */
function idsOf(users: readonly (ExportedUser | null)[], asked: AskedIds): Set<unknown> {
  if (asked.identifier === "external_id") return new Set(users.map((user) => user?.external_id));
  if (BY_ONE[asked.identifier]) return new Set(users.length > 0 ? asked.ids : []);

  const aliases = users.flatMap((user) => (Array.isArray(user?.user_aliases) ? user.user_aliases : []));
  return new Set(
    aliases
      .filter((alias: { alias_label?: unknown } | null) => alias?.alias_label === asked.aliasLabel)
      .map((alias: { alias_name?: unknown } | null) => alias?.alias_name),
  );
}

function unreadable(status: number, kind: "no_answer" | "unexpected", words: string): VendorError {
  return new VendorError({ vendor: "braze", kind, status, words, retryAfterSeconds: null });
}
