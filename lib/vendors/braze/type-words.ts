import { eventName, isCatalogType } from "./catalog";

/**
 * An event type in a sentence for a person: the readable name of one that Braze documents; of any other both names, such as
 * "Fax Sent (users.messages.fax.Sent)", since the readable one is only derived and Braze's own tells which it is. Pure.
 */
export function typeWords(type: string): string {
  const name = eventName(type);
  return isCatalogType(type) || name === type ? name : `${name} (${type})`;
}

/** What Braze's names of event types look like within a text. */
const TYPE = /\b(?:users|agentconsole)(?:\.\w+)+/g;

/** A text, such as the value of a field in the audit log, with readable names in place of Braze's documented types. Pure. */
export function nameTypes(text: string): string {
  return text.replace(TYPE, typeWords);
}
