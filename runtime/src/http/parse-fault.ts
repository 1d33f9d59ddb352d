/** What bytes that are no request are refused by: the parser's error, as the status that tells the client. */
import { HttpFault } from '../ports/http.ts';
import type { RequestLine } from './observe.ts';
import { bad, otherVersion, targetTooLong } from './request-fault.ts';

interface ParseError extends Error {
  readonly code?: string;
  /** What the parser says of it: `Invalid header token`. */
  readonly reason?: string;
  /** The bytes that it was reading, and how far it came. */
  readonly rawPacket?: Buffer;
  readonly bytesParsed?: number;
}

/** Undefined where it is no error of the parser: the connection broke. */
export function parseFault(error: ParseError): HttpFault | undefined {
  const { code = '', reason } = error;
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpFault(408, 'The request did not come in time.');
    case 'HPE_HEADER_OVERFLOW':
      return /^[A-Z]+ [^\n]*$/.test(readOf(error)) ? targetTooLong() : headTooLarge();
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new HttpFault(413, 'The chunk extensions of the request are longer than this server takes.');
    case 'HPE_INVALID_VERSION':
      return reason === 'Invalid HTTP version' ? otherVersion() : bad(reason ?? code);
    case 'HPE_INVALID_EOF_STATE':
      return bad('it ends before it is whole');
    case 'HPE_PAUSED_H2_UPGRADE':
      return otherVersion();
    case 'HPE_INVALID_METHOD':
      return /(?:^|\n)[!#$%&'*+.^_`|~\w-]+$/.test(readOf(error))
        ? new HttpFault(501, 'This server does not know the method of the request.')
        : bad('it is not HTTP');
    default:
      return code.startsWith('HPE_') ? bad(reason ?? code) : undefined;
  }
}

/**
 * The request line of what the parser refused; undefined where it is not sure what that is: a packet may begin anywhere.
 * @param came how many bytes have come on the connection, where no request has
 */
export function requestLineOf({ rawPacket }: ParseError, came: number): RequestLine | undefined {
  if (!rawPacket || rawPacket.length !== came) return undefined;
  // RFC 9112, 3
  const [, method, target] = /^([!#$%&'*+.^_`|~\w-]+) (\S+)/.exec(rawPacket.toString('latin1')) ?? [];
  return method === undefined || target === undefined ? undefined : { method, target };
}

function headTooLarge(): HttpFault {
  return new HttpFault(431, 'The header fields of the request are larger than this server takes.');
}

/** What the parser had read of the packet when it found the error. */
function readOf({ rawPacket, bytesParsed = 0 }: ParseError): string {
  return rawPacket?.toString('latin1', 0, bytesParsed) ?? '';
}
