/** A request to delete users, as the sandbox plays it. */
export type HeapDeletion = {
  id: string;
  appId: string;
  identities: string[];
  /** How often it still says `pending` when asked. */
  pendingAnswers: number;
  isComplete: boolean;
};
