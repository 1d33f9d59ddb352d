/** Why a request that has ended was not answered, or not whole. */
export const clientGone = 'The client went away.';
/** The same, where it was the server that did not wait. */
export const cutShort = 'The server ended before the answer was out.';
export const unended = 'The app did not end its answer.';
export const unanswered = 'The app gave no answer.';
