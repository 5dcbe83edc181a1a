type Say = (message: string) => void;

function say(kind: "success" | "error" | "message"): Say {
  return (message) => {
    // The library is loaded with the first notice, not with the page.
    void import("sonner").then(({ toast }) => toast[kind](message));
  };
}

/** Short notices at the edge of the screen, read out by screen readers: what was done, or why it was not. */
export const toast = { success: say("success"), error: say("error"), message: say("message") };
