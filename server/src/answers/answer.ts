/** What answers a request. */
import type { Diagnose } from '../client/publisher.ts';

/** Tells an answer that nobody waits for it any more. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: (listener: () => void) => unknown;
}

/** Nothing, null or a `Refused`, where there is no answer. A promise where files must be read first. */
export type Answer = (params: never, token: CancellationToken) => unknown;

/** By the method's name. */
export type Answers = Readonly<Record<string, Answer>>;

/** Answers about a document that is open, given by its URI. */
export type DocumentAnswer = (uri: string, params: never, token: CancellationToken) => unknown;

/** Tells the person something, in one sentence. */
export type Tell = (message: string) => void;

/** All that is answered about documents of one kind. */
export interface DocumentAnswers {
  readonly requests?: Readonly<Record<string, DocumentAnswer>>;
  /** What is wrong with the latest version; undefined while that is not known. */
  readonly diagnose?: Diagnose;
}
