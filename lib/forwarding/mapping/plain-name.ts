import { storableText } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";

/**
 * The name of a property as rules, new names and Heap all know it: without white space and invisible characters at its
 * ends. A rule that looked at another name than Heap gets could be passed by. What cannot be stored within the name is
 * taken out where names are remembered, which costs nothing there. Pure.
 * @param key one key of Braze's, not a path
 */
export function plainName(key: string): string {
  const isPlain = isVisible(key.charCodeAt(0)) && isVisible(key.charCodeAt(key.length - 1));
  return isPlain ? key : trimUnseen(storableText(key));
}

/** Whether a character is one of ASCII that shows; false for the place after a text's end. */
function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}
