import type { ReactNode } from "react";
import type { ConnectForm } from "@/lib/setup/connect-links/open-connect-link";

/** Where in Braze the Data Import Key is. Source: https://www.braze.com/docs/partners/isv_partners/cohort_import */
export function DataImportKeyHint({ form }: { form: ConnectForm }) {
  return (
    <Hint isSet={form.hasDataImportKey}>
      In <Braze form={form} />: <Way>Partner Integrations › Technology Partners › Heap</Way>. Create a key
      there if there is none. Creating a new one disables the old one.
    </Hint>
  );
}

/** Where to create REST API keys in Braze. Source: https://www.braze.com/docs/api/basics */
export function RestApiKeyHint({ form }: { form: ConnectForm }) {
  return (
    <Hint isSet={form.hasRestApiKey}>
      In <Braze form={form} />: <Way>Settings › APIs and Identifiers › API Keys</Way>. Create a key with only
      the permission <code className="font-mono text-ink">users.export.ids</code>. It lets the team measure
      how many users of a segment Braze knows. Syncs work without it.
    </Hint>
  );
}

/** The REST API key that sets custom attributes. Source: https://www.braze.com/docs/api/basics */
export function TrackKeyHint({ form }: { form: ConnectForm }) {
  return (
    <Hint isSet={form.hasRestApiKey}>
      In <Braze form={form} />: <Way>Settings › APIs and Identifiers › API Keys</Way>. Create a key with the
      permissions <code className="font-mono text-ink">users.track</code>, which sets the attributes, and{" "}
      <code className="font-mono text-ink">users.export.ids</code>, with which the team can measure how many
      users of a segment Braze knows. They cannot be changed later. If you restrict the key to certain IP
      addresses, ask the team for Tributary’s.
    </Hint>
  );
}

/** Where Heap shows the secret it signs with. Source: Heap's Developer Hub. */
export function WebhookSecretHint({ form }: { form: ConnectForm }) {
  return (
    <Hint isSet={form.hasWebhookSecret}>
      In Heap: <Way>Integrations › Developer Hub</Way>, open the integration made for Tributary, then{" "}
      <Way>Reveal Webhook secret</Way>. It lets Tributary refuse requests that only pretend to come from Heap.
    </Hint>
  );
}

function Hint({ isSet, children }: { isSet: boolean; children: ReactNode }) {
  return (
    <>
      {isSet && <span className="font-medium text-good">Already set: leave empty to keep it. </span>}
      {children}
    </>
  );
}

/** The path through a product's menus. */
function Way({ children }: { children: ReactNode }) {
  return <span className="font-medium text-ink">{children}</span>;
}

function Braze({ form: { brazeDashboard, brazeInstance } }: { form: ConnectForm }) {
  if (brazeDashboard === null) return <>Braze ({brazeInstance})</>;
  return (
    <a href={brazeDashboard} target="_blank" rel="noreferrer" className="text-accent underline">
      Braze ({brazeInstance})
    </a>
  );
}
