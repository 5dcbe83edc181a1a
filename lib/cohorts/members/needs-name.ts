/**
 * Whether a segment `s` of a destination `d` has a cohort in Braze that lacks its name, in SQL. An attribute keeps the name it was
 * given first.
 */
export const NEEDS_NAME = "(d.kind = 'cohort' AND s.cohort_name IS DISTINCT FROM s.name)";
