import { LinkOver } from "./link-over";

/** One page for every link that cannot be used, whatever the reason. */
export default function ConnectNotFound() {
  return <LinkOver />;
}
