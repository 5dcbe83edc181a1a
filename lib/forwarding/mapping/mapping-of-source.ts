/** The `Mapping` of a `source s` as it is set now, in SQL. */
export const MAPPING_OF_SOURCE =
  "json_build_object('identityField', s.identity_field, 'prefix', s.prefix, 'eventTypes', s.event_types, 'appGroupId', s.app_group_id)";
