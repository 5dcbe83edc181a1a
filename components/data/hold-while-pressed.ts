import { defaultScheduler, notifyManager } from "@tanstack/react-query";

/** A touch becomes a click a moment after the finger has left. */
const CLICK_COMES_MS = 50;

/**
 * Lets what was read from the server wait while a mouse button or a finger is down: it could move what is being pressed,
 * and a click that begins and ends on two things reaches neither. What was read shows after the click.
 * @returns a function that ends this
 */
export function holdWhilePressed(): () => void {
  let isPressed = false;
  let waiting: (() => void)[] = [];
  let released: ReturnType<typeof setTimeout> | undefined;

  function show(): void {
    isPressed = false;
    const due = waiting;
    waiting = [];
    for (const run of due) run();
  }

  function press({ button }: PointerEvent): void {
    if (button !== 0) return;
    clearTimeout(released);
    isPressed = true;
  }

  function release(): void {
    clearTimeout(released);
    released = setTimeout(show, CLICK_COMES_MS);
  }

  /** The release itself can be lost, to another window or a dialog of the browser. */
  function noticeRelease({ buttons }: PointerEvent): void {
    if (buttons === 0) show();
  }

  /** Not when a field loses the focus, as it does to what is pressed. */
  function leave({ target }: FocusEvent): void {
    if (target === window) show();
  }

  function choose({ target }: Event): void {
    if (target instanceof HTMLSelectElement) show();
  }

  /** Not a key that is held down, as Ctrl is for a new tab. */
  function type({ repeat }: KeyboardEvent): void {
    if (!repeat) show();
  }

  notifyManager.setScheduler((run) => {
    defaultScheduler(() => {
      if (isPressed) waiting.push(run);
      else run();
    });
  });
  const ends = new AbortController();
  const first = { capture: true, signal: ends.signal };
  window.addEventListener("pointerdown", press, first);
  window.addEventListener("pointerup", release, first);
  window.addEventListener("pointercancel", release, first);
  window.addEventListener("pointermove", noticeRelease, first);
  window.addEventListener("blur", leave, first);
  // The list of a `select` keeps the release to itself; whoever then chooses, types or scrolls is not pressing.
  window.addEventListener("change", choose, first);
  window.addEventListener("keydown", type, first);
  window.addEventListener("wheel", show, { ...first, passive: true });
  // Not captured: after everything that the click does.
  window.addEventListener("click", show, { signal: ends.signal });
  return () => {
    ends.abort();
    show();
    notifyManager.setScheduler(defaultScheduler);
  };
}
