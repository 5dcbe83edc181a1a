"use client";

import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { ApiError } from "@/components/data/call-api";
import { changeApi, readApi } from "@/components/data/call-route";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import type { CreatedDestinationView, DestinationView } from "@/lib/setup/destinations/destination-view";
import { CreateForm } from "./create-form";
import { DestinationFields } from "./destination-fields";
import { guardOf } from "./destination-guard";
import { DESTINATION, type DestinationValues, enteredWebhookSecret } from "./destination-values";
import { EditForm } from "./edit-form";
import { isKeyRefusal } from "./refused-key";

const PATH = "/api/v1/customers/[customerId]/destinations/[destinationId]";

/** A destination as its creation or edit returned it; it contains a new address only this once. */
export type SavedDestination = DestinationView | CreatedDestinationView;

/** Creates a destination, or edits the one given. Secrets left empty stay unchanged; none is ever shown. */
export function DestinationForm(props: {
  customerId: string;
  destination?: DestinationView;
  /** Leaves out the secrets when they are edited elsewhere. */
  isSettingsOnly?: boolean;
  saveLabel?: string;
  /** Called with null when there was nothing to save, and with what was saved before an edit. */
  onSaved: (saved: SavedDestination | null, before?: DestinationView) => void;
  onCancel?: () => void;
}) {
  const { destination, isSettingsOnly = false, ...rest } = props;
  const keyFor = useIdempotencyKey();
  const [isKeyRefused, setKeyRefused] = useState(false);
  const noticeRefusal = (err: unknown) => {
    setKeyRefused(isKeyRefusal(err));
    throw err;
  };
  const { customerId } = props;
  const common = {
    ...rest,
    draftKey: `destination ${destination?.id ?? `of ${customerId}`}`,
    settings: DESTINATION,
    fields: (form: UseFormReturn<DestinationValues>, base?: DestinationView) => (
      <DestinationFields
        form={form}
        destination={base}
        isSettingsOnly={isSettingsOnly}
        isKeyRefused={isKeyRefused}
        onKeyTyped={() => setKeyRefused(false)}
      />
    ),
  };
  if (!destination) {
    return (
      <CreateForm
        {...common}
        create={(body, idempotencyKey) =>
          changeApi("POST", "/api/v1/customers/[customerId]/destinations", {
            params: { customerId },
            body,
            idempotencyKey,
          }).catch(noticeRefusal)
        }
      />
    );
  }

  const params = { customerId, destinationId: destination.id };
  async function addWebhookSecret(values: DestinationValues) {
    const secret = enteredWebhookSecret(values);
    if (!secret) return;
    const request = { params, body: { secret }, idempotencyKey: keyFor(secret) };
    await changeApi("POST", `${PATH}/webhook-secrets`, request).catch((err: unknown) => {
      throw err instanceof ApiError ? asWebhookSecretError(err) : err;
    });
  }
  return (
    <EditForm
      {...common}
      start={destination}
      save={(body) => changeApi("PATCH", PATH, { params, body }).catch(noticeRefusal)}
      readAgain={() => readApi(PATH, { params })}
      alsoSave={addWebhookSecret}
      guard={guardOf(destination)}
    />
  );
}

/** The API calls the field `secret` where the form calls it the webhook secret. */
function asWebhookSecretError(err: ApiError): ApiError {
  const { secret } = err.fields;
  return secret ? new ApiError(err.status, err.code, err.message, { webhookSecret: secret }) : err;
}
