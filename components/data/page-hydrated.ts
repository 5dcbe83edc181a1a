/** How often to look; a page is taken over in a fraction of a second. */
const LOOK_EACH_MS = 50;

/**
 * A part of a page that never gets taken over, as when its code cannot be loaded, must not keep the others from their
 * news for longer than this.
 */
const WAIT_MAX_MS = 30_000;

let isHydrated = false;

/**
 * Resolves when React has taken over every part of the page that the server sent. Until then no query may get a new
 * answer: a part taken over later would differ from what the server painted, and React would throw that part away,
 * with what people typed into it.
 */
export async function pageHydrated(): Promise<void> {
  const untilMs = Date.now() + WAIT_MAX_MS;
  while (!isHydrated) {
    // While the document is loading, more parts may come.
    isHydrated =
      Date.now() > untilMs ||
      (document.readyState !== "loading" && !document.querySelector("[data-hydrating]"));
    if (!isHydrated) await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
  }
}
