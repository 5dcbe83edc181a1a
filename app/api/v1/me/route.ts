import { handle } from "@/app/api/v1/handle";
import { meView, showMe } from "@/lib/users/show-me";

export const GET = handle({ answer: meView, run: (ctx) => showMe(ctx) });
