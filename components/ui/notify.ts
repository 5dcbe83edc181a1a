/** What can be done about a notice while it is shown, such as taking back what was done. */
interface NoticeAction {
  label: string;
  onPress: () => void;
}

type Say = (message: string, action?: NoticeAction) => void;

/** How long a notice with a button stays: long enough to read it, decide and reach the button by keyboard. */
const ACTION_MS = 20_000;

function say(kind: "success" | "error" | "message"): Say {
  return (message, action) => {
    const options = action && {
      duration: ACTION_MS,
      action: { label: action.label, onClick: action.onPress },
    };
    // The library is loaded with the first notice, not with the page.
    void import("sonner").then(({ toast }) => toast[kind](message, options));
  };
}

/** Short notices at the edge of the screen, read out by screen readers: what was done, or why it was not. */
export const toast = { success: say("success"), error: say("error"), message: say("message") };

/** Takes away what is shown: it would cover what is asked next, and offers what may no longer be possible. */
export function dismissNotices(): void {
  void import("sonner").then(({ toast }) => toast.dismiss());
}
