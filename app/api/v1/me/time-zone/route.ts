import { handle } from "@/app/api/v1/handle";
import { setTimeZone, timeZoneChange } from "@/lib/team/users/set-time-zone";
import { userView } from "@/lib/team/users/user-view";

export const POST = handle({
  summary: "Set your time zone",
  description:
    "Times in emails to you and on your screens are in this zone. `null`: the browser’s, and UTC in emails.",
  role: "viewer",
  body: timeZoneChange,
  answer: userView,
  run: (ctx, { body }) => setTimeZone(ctx, body),
});
