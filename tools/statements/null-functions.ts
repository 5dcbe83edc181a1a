/** Functions that give null although no argument is null; every other strict function of ours is taken to give a value. */
export const MAY_GIVE_NULL = new Set([
  "json_object_field",
  "json_object_field_text",
  "json_array_element",
  "json_array_element_text",
  "json_extract_path",
  "json_extract_path_text",
  "jsonb_object_field",
  "jsonb_object_field_text",
  "jsonb_array_element",
  "jsonb_array_element_text",
  "jsonb_extract_path",
  "jsonb_extract_path_text",
  "jsonb_path_query_first",
  "regexp_match",
  "regexp_substr",
  "array_length",
  "array_upper",
  "array_lower",
  "array_position",
  "substring",
  "textregexsubstr",
  "current_setting",
  "to_regclass",
  "obj_description",
]);

/** Functions that are not strict and yet never give null. */
export const NEVER_NULL = new Set([
  "concat",
  "concat_ws",
  "jsonb_build_object",
  "jsonb_build_array",
  "json_build_object",
  "json_build_array",
  "num_nulls",
  "num_nonnulls",
  "format",
]);

/** Aggregates that give a value for no rows at all. */
export const COUNTS = new Set(["count"]);

/** Aggregates that hold null beside other values, and are no null themselves where there is a row. */
export const COLLECTIONS = new Set([
  "array_agg",
  "json_agg",
  "jsonb_agg",
  "json_object_agg",
  "jsonb_object_agg",
]);

/** Aggregates that give a value where at least one row has one. */
export const VALUE_PER_GROUP = new Set([
  "sum",
  "min",
  "max",
  "avg",
  "bool_and",
  "bool_or",
  "every",
  "string_agg",
]);

/** Functions over a window that give a value for every row. */
export const RANKS = new Set([
  "row_number",
  "rank",
  "dense_rank",
  "percent_rank",
  "cume_dist",
  "ntile",
  "count",
]);

/** Functions in FROM whose rows hold no null, given arguments without. */
export const ROWS_WITHOUT_NULL = new Set([
  "generate_series",
  "jsonb_object_keys",
  "regexp_split_to_table",
  "jsonb_array_elements",
  "string_to_table",
]);
