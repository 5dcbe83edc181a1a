/**
 * Keeps what a person does before React has taken over the page, and does it again as soon as it has, in the same order:
 * presses of buttons and of what unfolds, what is typed and chosen, forms that are sent, and the palette's Ctrl or Cmd K with what is typed
 * after it. Without it these are lost, or the browser sends a form by itself, with what is typed in the address.
 * Links and whatever else works without a script are left alone.
 *
 * Runs as an inline script before everything else on the page, so it uses nothing from outside itself. Which parts are
 * not taken over yet is marked by `components/ui/hydrating.tsx`.
 */
function keepEarlyInput(): void {
  type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

  const kept: { target: Element; again: () => void }[] = [];
  let isReplaying = false;
  /** Ctrl K and what was typed after it. */
  let paletteKeys: KeyboardEventInit[] = [];

  const marks = () => [...document.querySelectorAll("[data-hydrating]")];
  const isHydrating = (target: Element) => marks().some((mark) => mark.parentElement?.contains(target));
  const isControl = (target: EventTarget | null): target is Control =>
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement;

  function keepInstead(event: Event, target: Element, again: () => void): void {
    event.preventDefault();
    event.stopPropagation();
    kept.push({ target, again });
  }

  function onClick(event: Event): void {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>("button, summary") : null;
    if (button && isHydrating(button)) keepInstead(event, button, () => button.click());
  }

  function onSubmit(event: Event): void {
    const form = event.target;
    if (form instanceof HTMLFormElement && isHydrating(form))
      keepInstead(event, form, () => form.requestSubmit());
  }

  function onInput({ target }: Event): void {
    if (!isControl(target) || target.type === "file" || !isHydrating(target)) return;
    const { value } = target;
    const isChecked = target instanceof HTMLInputElement && target.checked;
    if (kept.at(-1)?.target === target) kept.pop();
    kept.push({ target, again: () => enter(target, value, isChecked) });
  }

  /** React reports a change only against what it last saw set on the element itself, so something else is set first. */
  function enter(control: Control, value: string, isChecked: boolean): void {
    if (control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type)) {
      control.checked = !isChecked;
      control.click();
      return;
    }
    control.value = value === "" ? "0" : "";
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")?.set?.call(control, value);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    const { body } = document;
    if (!isHydrating(body) || !document.querySelector('[aria-keyshortcuts~="Control+K"]')) return;

    const isShortcut = (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === "k";
    const isTyped = !ctrlKey && !metaKey && !altKey && (key.length === 1 || key === "Backspace");
    const isAsked = paletteKeys.length > 0;
    if (!isShortcut && !(isAsked && isTyped)) return;
    event.preventDefault();
    event.stopPropagation();
    if (isShortcut && isAsked) {
      // Asked for and closed again.
      paletteKeys = [];
      return;
    }
    paletteKeys.push({ key, ctrlKey, metaKey, bubbles: true, cancelable: true });
    if (!isAsked) kept.push({ target: body, again: pressPaletteKeys });
  }

  /** All at once: those that came after the palette has opened would miss it. */
  function pressPaletteKeys(): void {
    for (const key of paletteKeys) document.body.dispatchEvent(new KeyboardEvent("keydown", key));
    paletteKeys = [];
  }

  async function replay(): Promise<void> {
    if (isReplaying) return;
    isReplaying = true;
    for (let next = kept[0]; next && !isHydrating(next.target); next = kept[0]) {
      kept.shift();
      if (next.target.isConnected) next.again();
      // React takes in one before the next.
      await new Promise((resolve) => setTimeout(resolve));
    }
    isReplaying = false;
    if (document.readyState !== "loading" && kept.length === 0 && marks().length === 0) stop();
  }

  const observer = new MutationObserver(() => void replay());
  const listeners = [
    ["click", onClick],
    ["submit", onSubmit],
    ["input", onInput],
    ["change", onInput],
    ["keydown", onKeyDown],
  ] as [string, EventListener][];

  function stop(): void {
    observer.disconnect();
    for (const [type, listener] of listeners) document.removeEventListener(type, listener, true);
  }

  observer.observe(document, { childList: true, subtree: true });
  for (const [type, listener] of listeners) document.addEventListener(type, listener, true);
}

/** The source of the script, for `app/layout.tsx`. */
export const EARLY_INPUT = `(${keepEarlyInput})()`;
