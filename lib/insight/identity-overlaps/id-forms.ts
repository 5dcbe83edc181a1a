import type { IdForms, OverlapFacts, OverlapField } from "./overlap-facts";

/** One side's ids have a form if at least this share look like it, and lack it if at most this share do. */
const NEARLY_ALL = 0.9;
const HARDLY_ANY = 0.1;

const FORM_WORDS: Record<keyof IdForms, string> = {
  email: "email addresses",
  uuid: "UUIDs",
  hex24: "24 hexadecimal digits, as Braze’s own user IDs do",
  hex64: "64 hexadecimal digits, as hashed IDs do",
  number: "numbers",
};

/** A form that nearly all ids of one side have and hardly any of the other: they are different kinds of id. */
export interface DifferingForms {
  form: keyof IdForms;
  side: "braze" | "heap";
}

/** Finds a form in which the identities of a field and the members differ; null when they look alike. Pure. */
export function differingForms(facts: OverlapFacts, field: OverlapField): DifferingForms | null {
  const { identities, forms } = facts.fields[field];
  for (const form of Object.keys(FORM_WORDS) as (keyof IdForms)[]) {
    const braze = forms[form] / identities;
    const heap = facts.memberForms[form] / facts.members;
    if (heap >= NEARLY_ALL && braze <= HARDLY_ANY) return { form, side: "heap" };
    if (braze >= NEARLY_ALL && heap <= HARDLY_ANY) return { form, side: "braze" };
  }
  return null;
}

/** Whether the identities of a field are hashed and Heap's members are not. Pure. */
export function isHashed(facts: OverlapFacts, field: OverlapField): boolean {
  const differing = facts.fields[field].identities > 0 ? differingForms(facts, field) : null;
  return differing?.form === "hex64" && differing.side === "braze";
}

/** Puts it into words: "Heap's members look like email addresses, the identities from Braze do not." */
export function formsWords({ form, side }: DifferingForms): string {
  return side === "heap"
    ? `Heap’s members look like ${FORM_WORDS[form]}; the identities from Braze do not.`
    : `The identities from Braze look like ${FORM_WORDS[form]}; Heap’s members do not.`;
}
