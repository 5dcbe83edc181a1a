import { setNonce } from "get-nonce";

// Radix locks the page behind a dialog with its own style element, which the page's policy allows only with the
// nonce. The document keeps the nonce it was loaded with, whatever is rendered later.
if (typeof document !== "undefined") {
  setNonce(document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "");
}
