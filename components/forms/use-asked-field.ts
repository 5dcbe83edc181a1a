"use client";

import { useSearchParams } from "next/navigation";
import { ASKED_FIELD, ASKED_OF, type SetupField } from "@/lib/setup/field-address";

/**
 * Which of these fields of a source or destination the address asks for, or null; and what to call when it is closed.
 * Without its parameters the address, loaded again, shows Setup and no form.
 */
export function useAskedField<Field extends SetupField>(ofId: string, fields: readonly Field[]) {
  const params = useSearchParams();
  const isOwn = params.get(ASKED_OF) === ofId;
  const asked = isOwn ? (fields.find((field) => field === params.get(ASKED_FIELD)) ?? null) : null;
  const forget = () => {
    if (asked) window.history.replaceState(null, "", window.location.pathname);
  };
  return { asked, forget };
}
