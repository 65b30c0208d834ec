/**
 * The transaction origin of everything a person does in this browser. An `UndoManager` that tracks
 * this origin alone never undoes what somebody else, a job or the server did.
 */
export const LOCAL_ORIGIN = Object.freeze({ source: "person" as const });
