import { NoticePage } from "@/components/ui/notice-page";

/** A link that is expired or revoked, or never existed: the page does not reveal which. */
export function LinkOver() {
  return (
    <NoticePage title="This link no longer works">
      It has expired or been revoked. Ask the person who sent it for a new one.
    </NoticePage>
  );
}
