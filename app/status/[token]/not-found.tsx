import { LinkOver } from "./link-over";

/** One page for every link that opens nothing, whatever the reason. */
export default function StatusNotFound() {
  return <LinkOver />;
}
