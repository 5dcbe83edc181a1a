import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { SecretRow } from "./secret-row";

/** Whether a destination has the key with which it writes. */
export const HAS_KEY = { cohort: "hasDataImportKey", attribute: "hasRestApiKey" } as const;

/** Braze's keys of a destination: the one with which it writes, and for cohorts the one for match checks. */
export function BrazeKeys(props: { destination: DestinationView; canChange: boolean }) {
  if (props.destination.kind === "attribute") {
    return (
      <SecretRow
        {...props}
        field="restApiKey"
        purpose="Sets the attributes of users. The match check also uses it, to ask Braze how many IDs in a sample it knows."
        hint="In Braze: Settings › APIs and Identifiers › API Keys. Create a key with the permissions users.track and users.export.ids; they cannot be changed later."
        removal="Syncs stop until you enter a key again. Changes from Heap are kept and sent then."
      />
    );
  }
  return (
    <>
      <SecretRow
        {...props}
        field="dataImportKey"
        purpose="Creates cohorts and adds and removes their members."
        hint="In Braze: Partner Integrations › Technology Partners › Heap, under Data Import Key."
        removal="Syncs stop until you enter a key again. Changes from Heap are kept and sent then."
      />
      <SecretRow
        {...props}
        field="restApiKey"
        purpose="For the match check, which asks Braze how many IDs in a sample it knows, and for deleting users in Braze."
        hint="In Braze: Settings › APIs and Identifiers, a key with the permission users.export.ids, and users.delete for deletions."
        removal="The match check stops working, and users can no longer be deleted in Braze from here. Syncs continue."
      />
    </>
  );
}
