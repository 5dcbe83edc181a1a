import type { Alert } from "@/lib/kernel/alerts/kinds";
import type { AlertFacts } from "./alert-facts";
import { DESTINATION_RULES } from "./destination-rules";
import { SOURCE_RULES } from "./source-rules";

/**
 * Which problems there are now, by the facts alone: what is not in the answer is none. A rule is about one source or one
 * destination, which is what its alert is about.
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
