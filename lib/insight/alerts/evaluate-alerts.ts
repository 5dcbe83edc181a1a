import type { Alert } from "@/lib/kernel/alerts/kinds";
import type { AlertFacts } from "./alert-facts";
import { DESTINATION_RULES } from "./destination-rules";
import { SOURCE_RULES } from "./source-rules";

/**
 * Which problems exist now, judged by the facts alone: what is not in the result is not a problem. Each rule is about
 * one source or one destination, which is the subject of its alert.
 */
export function evaluateAlerts(facts: AlertFacts, now: Date): Alert[] {
  const ofSources = facts.sources.flatMap((source) =>
    SOURCE_RULES.flatMap((rule) => {
      const { customerId, sourceId } = source;
      const found = rule(source, now);
      return found ? [{ ...found, customerId, sourceId, subject: sourceId }] : [];
    }),
  );
  const ofDestinations = facts.destinations.flatMap((destination) =>
    DESTINATION_RULES.flatMap((rule) => {
      const { customerId, destinationId } = destination;
      const found = rule(destination, now);
      return found ? [{ ...found, customerId, destinationId, subject: destinationId }] : [];
    }),
  );
  return [...ofSources, ...ofDestinations];
}
