import type { Sql } from "@/lib/kernel/database";
import { EMAIL_PATTERN, PHONE_PATTERN } from "@/lib/vendors/braze/address-forms";
import type { IdentifierKind } from "@/prisma/generated/enums";

/**
 * How the members of a segment `s` are named in Braze, in SQL: as the segment says, or else as its destination `d` does.
 * A kind of the segment's own comes with its own label.
 */
export const IDENTIFIER_KIND = "COALESCE(s.identifier_kind, d.identifier_kind)";

/** The label of the aliases that name them, in SQL; null for every other kind. */
export const ALIAS_LABEL = "CASE WHEN s.identifier_kind IS NULL THEN d.alias_label ELSE s.alias_label END";

/**
 * Whether a `member m` cannot be sent, because its key is no email address or phone number where it should be, in SQL. If it is refused
 * then Tributary refused it, not Braze, which never saw it.
 */
export const IS_UNFIT = `(CASE ${IDENTIFIER_KIND} WHEN 'email' THEN m.user_key !~ '${EMAIL_PATTERN}'
  WHEN 'phone' THEN m.user_key !~ '${PHONE_PATTERN}' ELSE false END)`;

/**
 * How the members of a segment are named in Braze.
 * @param sql a transaction that has locked the segment's row sees what nobody changes until its end
 */
export async function readIdentifierKind(sql: Sql, segmentId: string): Promise<IdentifierKind> {
  const { rows } = await sql.query<{ identifierKind: IdentifierKind }>(
    `SELECT ${IDENTIFIER_KIND} AS "identifierKind" FROM segment s JOIN destination d ON d.id = s.destination_id WHERE s.id = $1::uuid`,
    [segmentId],
  );
  if (!rows[0]) throw new Error("there is no such segment");
  return rows[0].identifierKind;
}
