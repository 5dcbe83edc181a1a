/** The parameter of Setup's address that opens the form of a source. */
export const EDITED_SOURCE = "editSource";

/** The address at which a source's form opens with its identity field in view. */
export function toIdentityField(customerId: string, sourceId: string): string {
  return `/customers/${customerId}/setup?${EDITED_SOURCE}=${sourceId}`;
}
