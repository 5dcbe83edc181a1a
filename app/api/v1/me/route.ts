import { handle } from "@/app/api/v1/handle";
import { meView, showMe } from "@/lib/team/users/show-me";

export const GET = handle({
  summary: "Show who you are",
  role: "viewer",
  answer: meView,
  run: (ctx) => showMe(ctx),
});
