import { storableText } from "@/lib/kernel/storable-text";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";

/** What Heap itself puts between the items of a list. Source: https://developers.heap.io/reference/track-1 */
const LIST_SEPARATOR = "||";

/** A list as one text, as far as Heap takes it: only whole items, in their order. */
export class JoinedList {
  text = "";
  /** Items that did not fit. */
  leftOut = 0;
  private place = 0;
  private filled = -1;
  private isFull = false;

  /** Whether nothing more fits. */
  get isOver(): boolean {
    return this.isFull;
  }

  /**
   * Adds an item, next to the last one or at its place: the places before it then stay empty, so that the texts of
   * several keys agree. An item too long by itself is left out; after the first that no longer fits, so are all others.
   */
  add(item: string, place = this.filled + 1): void {
    const text = storableText(item);
    const gap = LIST_SEPARATOR.length * (place - this.place);
    if (this.isFull || place === this.filled || text.length > MAX_TEXT_LENGTH) {
      this.leftOut++;
    } else if (this.text.length + gap + text.length > MAX_TEXT_LENGTH) {
      this.isFull = true;
      this.leftOut++;
    } else {
      this.text += LIST_SEPARATOR.repeat(place - this.place) + text;
      this.place = place;
      this.filled = place;
    }
  }
}
