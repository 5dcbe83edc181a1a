import { setNonce } from "get-nonce";

// Radix locks the page behind a dialog with a style element of its own, which the page's policy takes only with the
// nonce. The document keeps the one it was loaded with, whatever is rendered later.
if (typeof document !== "undefined") {
  setNonce(document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "");
}
