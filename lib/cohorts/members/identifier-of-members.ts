/**
 * How the members of a segment `s` are named in Braze, in SQL: as the segment says, or else as its destination `d` does.
 * A kind of the segment's own comes with its own label.
 */
export const IDENTIFIER_KIND = "COALESCE(s.identifier_kind, d.identifier_kind)";

/** The label of the aliases that name them, in SQL; null for every other kind. */
export const ALIAS_LABEL = "CASE WHEN s.identifier_kind IS NULL THEN d.alias_label ELSE s.alias_label END";
