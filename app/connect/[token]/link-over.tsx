import { NoticePage } from "@/components/ui/notice-page";

/** A link that is used, expired or revoked, or never existed: the page does not reveal which. */
export function LinkOver() {
  return (
    <NoticePage title="This link no longer works">
      It works once and for a limited time. If your keys are still needed, ask the person who sent it for a
      new one.
    </NoticePage>
  );
}
