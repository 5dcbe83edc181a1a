/** Why an event is quarantined that the database did not take; whether Heap has it follows after a semicolon. */
export const UNRECORDABLE = "the database cannot store what it holds";

/** The same of an event that Heap had taken. */
export const UNRECORDABLE_SENT = `${UNRECORDABLE}; Heap has it`;
