import type { Answer } from "../exchange";
import { authenticateCohortCall, brazeError } from "./authenticate";
import type { BrazeState } from "./state";
import { cohortOf } from "./workspace";

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** `POST /partners/:partner/cohorts`: creates a cohort, or renames the one with this id. */
export function saveCohort(braze: BrazeState, body: Record<string, unknown>): Answer {
  const login = authenticateCohortCall(braze, body);
  if ("refusal" in login) return login.refusal;

  const { cohort_id: cohortId, name, created_at: createdAt } = body;
  if (typeof cohortId !== "string" || cohortId === "") {
    return brazeError(400, "cohort_id must be a valid string");
  }
  if (typeof name !== "string" || name.trim() === "") {
    return brazeError(400, "name must be a non-empty string");
  }
  if (typeof createdAt !== "string" || !ISO_8601.test(createdAt) || Number.isNaN(Date.parse(createdAt))) {
    return brazeError(400, "created_at must be an ISO 8601 string");
  }

  const cohort = cohortOf(login.workspace, cohortId);
  if (cohort.name !== name) cohort.names.push(name);
  cohort.name = name;
  cohort.createdAt = createdAt;
  return { status: 201, body: {} };
}
