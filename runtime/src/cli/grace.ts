/** How long a run may take to end after it was asked to, before it is killed. */
export const graceMs = 5_000;
