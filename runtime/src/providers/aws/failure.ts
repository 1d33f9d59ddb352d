/** What AWS's clients throw, as a kind of failure and a clause for people: for every provider that speaks to AWS. */
import { unreachable } from '../unreachable.ts';
import type { AwsPlace } from './client.ts';

export interface AwsFailure {
  readonly kind: 'connection' | 'timeout' | 'authentication' | 'busy' | 'failed' | 'refused';
  /** A sentence that names the server; it repeats nothing of the request. */
  readonly message: string;
}

/** Which error of the API it is: `ResourceNotFoundException`; undefined for what is none of its answers. */
export function awsErrorName(error: unknown): string | undefined {
  return error instanceof Error && statusOf(error) !== undefined ? error.name : undefined;
}

/** What happened, of anything that a client threw but the end of the run. The error itself holds the signed request. */
export function awsFailure(error: unknown, { server, proxy }: AwsPlace): AwsFailure {
  if (!(error instanceof Error)) return { kind: 'failed', message: `${server} failed.` };
  const status = statusOf(error);
  if (status === undefined) return unanswered(error, server, proxy);
  const named = `(${error.name})`;
  if (status === 401 || status === 403 || isAboutKeys(error.name)) {
    const message = `${server} refuses AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or what they ask for ${named}.`;
    return { kind: 'authentication', message };
  }
  if (status === 429 || status === 503 || /Throttl|ThroughputExceeded|SlowDown/.test(error.name)) {
    return { kind: 'busy', message: `${server} is busy ${named}.` };
  }
  if (status >= 500) return { kind: 'failed', message: `${server} failed ${named}.` };
  return { kind: 'refused', message: `${server} answered with an error ${named}.` };
}

function unanswered(error: Error, server: string, proxy: string | undefined): AwsFailure {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') {
    return { kind: 'timeout', message: `${server} did not answer in time. Is it overloaded or stopped?` };
  }
  const code = 'code' in error ? String(error.code) : '';
  const way = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  const why = unreachable(code, {
    proxied: proxy !== undefined,
    named: 'AWS_REGION and AWS_ENDPOINT_URL',
    plain: 'write http:// in AWS_ENDPOINT_URL',
  });
  return {
    kind: 'connection',
    message: `${server} cannot be reached${way}: ${why}.`,
  };
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
