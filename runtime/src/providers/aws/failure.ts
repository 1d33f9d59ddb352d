/** What AWS's clients throw, as a capability's error: for every provider that speaks to AWS. */
import { CapabilityError } from '../../ports/errors.ts';
import { unreachable } from '../unreachable.ts';
import type { AwsPlace } from './client.ts';

/** The cases of failures that are told of alike in every capability. */
export type AwsErrorCase =
  'connection-error' | 'authentication-error' | 'timeout-error' | 'io-error' | 'unexpected-error';

/** A case, and what is said after the server's name, to the end of the sentence. */
export type Told<Case extends string> = readonly [Case, string];

/** Which error of the API it is: `ResourceNotFoundException`; undefined for what is none of its answers. */
export function awsErrorName(error: unknown): string | undefined {
  return error instanceof Error && statusOf(error) !== undefined ? error.name : undefined;
}

/**
 * What a client threw, as the capability's error; without its cause, which holds the signed request.
 * @param signal the run's: what it ended is told of as the run's end
 * @param own what an error of the API, by its name and its words, means to the capability alone; undefined for others
 */
export function awsFailure<Case extends string>(
  error: unknown,
  place: AwsPlace,
  signal: AbortSignal,
  own: (name: string, words: string) => Told<Case> | undefined,
): CapabilityError<Case | AwsErrorCase> {
  if (error instanceof CapabilityError) return error as CapabilityError<Case>;
  if (signal.aborted) return new CapabilityError('connection-error', 'The run has ended.');
  const [errorCase, what] = meaning(error, place, own);
  return new CapabilityError(errorCase, `${place.server} ${what}`);
}

function meaning<Case extends string>(
  error: unknown,
  { proxy }: AwsPlace,
  own: (name: string, words: string) => Told<Case> | undefined,
): Told<Case | AwsErrorCase> {
  if (!(error instanceof Error)) return ['io-error', 'failed.'];
  const status = statusOf(error);
  return status === undefined
    ? unanswered(error, proxy)
    : (own(error.name, error.message) ?? answered(status, error.name));
}

function answered(status: number, name: string): Told<AwsErrorCase> {
  if (status === 401 || status === 403 || isAboutKeys(name)) {
    return [
      'authentication-error',
      `refuses AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or what they ask for (${name}).`,
    ];
  }
  if (status === 429 || status === 503 || /Throttl|ThroughputExceeded|SlowDown/.test(name))
    return ['connection-error', `is busy (${name}).`];
  if (status >= 500) return ['io-error', `failed (${name}).`];
  return ['unexpected-error', `answered with an error (${name}).`];
}

function unanswered(error: Error, proxy: string | undefined): Told<AwsErrorCase> {
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return ['timeout-error', 'did not answer in time. Is it overloaded or stopped?'];
  const code = 'code' in error ? String(error.code) : '';
  const way = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  const why = unreachable(code, {
    proxied: proxy !== undefined,
    named: 'AWS_REGION and AWS_ENDPOINT_URL',
    plain: 'write http:// in AWS_ENDPOINT_URL',
  });
  return ['connection-error', `cannot be reached${way}: ${why}.`];
}

/** By https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html and S3's ErrorResponses. */
function isAboutKeys(name: string): boolean {
  return /^(?:UnrecognizedClient|InvalidSignature|IncompleteSignature|MissingAuthenticationToken|ExpiredToken|AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch)/.test(
    name,
  );
}

/** Of the answer that an error tells. */
function statusOf(error: Error): number | undefined {
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return metadata?.httpStatusCode;
}
