import { errorAnswer } from "@/app/api/v1/answer-error";

/** Every unknown address of the API, including its root. */
function answerNotFound(): Response {
  return errorAnswer(404, { code: "not_found", message: "There is nothing at this address." });
}

export {
  answerNotFound as DELETE,
  answerNotFound as GET,
  answerNotFound as PATCH,
  answerNotFound as POST,
  answerNotFound as PUT,
};
