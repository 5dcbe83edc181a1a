import { shareOf } from "@/lib/insight/identity-overlaps/decide-overlap";
import type { OverlapFacts, OverlapField } from "@/lib/insight/identity-overlaps/overlap-facts";
import { membersWords, percent } from "@/lib/insight/identity-overlaps/overlap-words";
import { counted, lowerFirst } from "@/lib/kernel/words";
import type { EffectView } from "./effects-view";

/** A share that falls by less is chance: another few users in the newest events. */
const CHANCE = 0.01;

/**
 * What another identity field would do, by the last comparison with Heap's members; null when that cannot be said: no
 * event has come, or Heap has named nobody. Pure.
 */
export function identityEffect(
  facts: OverlapFacts,
  { before, after }: { before: OverlapField; after: OverlapField },
): EffectView | null {
  const [was, is] = [facts.fields[before], facts.fields[after]];
  if (before === after || was.identities + is.identities === 0) return null;
  if (is.identities === 0) {
    return {
      about: "identity",
      isHarmful: true,
      message: `${facts.events === 1 ? "The last event does not have" : `None of the last ${counted(facts.events, "event")} has`} a usable ${after}.`,
      cause: "Events without an identity are not forwarded to Heap.",
      groups: [],
    };
  }
  if (facts.members === 0) return null;

  const [from, to] = [shareOf(was.matched, was), shareOf(is.matched, is)];
  const basis = `Compared: ${counted(is.identities, "identity", "identities")} of the last ${counted(facts.events, "event")} with ${membersWords(facts)} that Heap has sent in segments.`;
  const isWorse = from - to > CHANCE;
  const [old, next] = [was, is].map((field) => lowerFirst(percent(field.matched, field)));
  const turn = from === to ? `stays at ${next}` : `${to < from ? "falls" : "rises"} from ${old} to ${next}`;
  return {
    about: "identity",
    isHarmful: isWorse,
    message: `Match with Heap ${turn}.`,
    cause: isWorse ? `${basis} Every identity that Heap does not know becomes a new user there.` : basis,
    groups: [],
  };
}
