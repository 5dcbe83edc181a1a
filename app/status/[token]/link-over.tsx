import { NoticePage } from "@/components/ui/notice-page";

/** A link that is expired or revoked, or never existed: the page does not reveal which. */
export function LinkOver() {
  return (
    <NoticePage title="This link does not work any more">
      A status page is open for as long as the team that connects your Heap and Braze wants it to be. Ask the
      person who sent you this link for a new one.
    </NoticePage>
  );
}
