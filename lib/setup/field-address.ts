/** The fields of Setup whose form or window an address can open: of a source the first three, of a destination the others. */
export type SetupField = "identityField" | "heapAppId" | "userProperties" | "brazeKey" | "webhookSecret";

/** The parameters of Setup's address: which field, and of which source or destination. */
export const ASKED_FIELD = "edit";
export const ASKED_OF = "of";

/**
 * The address, relative to the portal's, at which Setup opens the form of this field. Whoever may only read finds the part of
 * Setup about the source or destination.
 */
export function toSetupField(customerId: string, field: SetupField, ofId: string): string {
  return `/customers/${customerId}/setup?${ASKED_FIELD}=${field}&${ASKED_OF}=${ofId}#${ofId}`;
}
