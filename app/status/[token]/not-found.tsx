import { LinkOver } from "./link-over";

/** One page for every link that does not work, whatever the reason. */
export default function StatusNotFound() {
  return <LinkOver />;
}
