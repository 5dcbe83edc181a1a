import {
  HELD_NEW_TYPE,
  NEW_TYPE_LEFT_OUT,
  TYPE_LEFT_OUT,
  TYPE_NOT_SELECTED,
} from "@/lib/forwarding/mapping/type-rule";
import { typeWords } from "@/lib/vendors/braze/type-words";

/** What an event's type decided about it, for a person; null when it did not decide. Pure. */
export function explainType({ reason, type }: { reason: string | null; type: string | null }) {
  const named = type === null ? "its type" : typeWords(type);
  switch (reason) {
    case HELD_NEW_TYPE:
      return {
        because: "Its type is new and waiting for a decision",
        happened: `It is held: ${named} is a new event type, and nobody has decided about it yet.`,
        meaning:
          "Heap does not have it yet. Nothing is lost: it is sent or left out once someone has decided.",
        next: "Decide in Setup, under “New event types” of the source, whether to forward this type.",
      };
    case TYPE_NOT_SELECTED:
      return {
        because: "The source does not forward this type",
        happened: `It was left out: the source does not forward ${type === null ? "events of its type" : typeWords(type)}.`,
        meaning: "Heap does not have it, as set in the source’s settings.",
        next: "To forward this type, add it to the source’s event types in Setup. This applies to events from then on.",
      };
    case TYPE_LEFT_OUT:
      return {
        because: "Someone decided to leave this type out",
        happened: `It was left out: someone decided in Setup not to forward ${named}.`,
        meaning: "Heap does not have it, as decided.",
        next: "The decision can be changed in Setup, under “New event types” of the source. Earlier events can then be replayed.",
      };
    case NEW_TYPE_LEFT_OUT:
      return {
        because: "Its type is new and the source leaves new ones out",
        happened: `It was left out: ${named} is a new event type, and the source leaves those out.`,
        meaning: "Heap does not have it, as set in the source’s settings.",
        next: "Decide in Setup, under “New event types” of the source, whether to forward this type. Earlier events can then be replayed.",
      };
    default:
      return null;
  }
}
