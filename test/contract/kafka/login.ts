/** How a client logs in at a broker of the tests: PLAIN (RFC 4616) and SCRAM (RFC 5802), by Kafka's two requests of SASL. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { Writer } from '@platformatic/kafka';
import type { Asked } from './wire.ts';
import { codes } from './wire.ts';

export interface Login {
  readonly isDone: boolean;
  /** Nothing: what is asked is not for who did not log in. */
  answer(asked: Asked): Writer | undefined;
}

interface Account {
  readonly user: string;
  readonly password: string;
}

/** Gives what the server says to what the client said, until it is done; undefined where it refuses. */
type Conversation = (said: string) => { readonly says: string; readonly isDone: boolean } | undefined;

export function openLogin(mechanism: string, account: Account): Login {
  let conversation: Conversation | undefined;
  let isDone = false;
  return {
    get isDone() {
      return isDone;
    },
    answer({ name, reader }) {
      if (name === 'SaslHandshake') {
        const isTaken = reader.readString(false) === mechanism;
        if (isTaken) conversation = mechanism === 'PLAIN' ? plain(account) : scram(mechanism, account);
        return Writer.create()
          .appendInt16(isTaken ? codes.none : codes.unsupportedMechanism)
          .appendArray([mechanism], (w, one) => void w.appendString(one, false), false, false);
      }
      if (name !== 'SaslAuthenticate') return undefined;
      const told = conversation?.(reader.readBytes().toString());
      isDone = told?.isDone === true;
      return Writer.create()
        .appendInt16(told ? codes.none : codes.loginFailed)
        .appendString(told ? null : 'Authentication failed')
        .appendBytes(Buffer.from(told?.says ?? ''))
        .appendInt64(0n)
        .appendTaggedFields();
    },
  };
}

function plain({ user, password }: Account): Conversation {
  return (said) => (said === `\0${user}\0${password}` ? { says: '', isDone: true } : undefined);
}

function scram(mechanism: string, { user, password }: Account): Conversation {
  const algorithm = mechanism.endsWith('256') ? 'sha256' : 'sha512';
  const length = algorithm === 'sha256' ? 32 : 64;
  const salt = randomBytes(16);
  const iterations = 4096;
  let soFar: string | undefined;
  let nonce = '';
  const hmac = (key: Buffer, text: string) => createHmac(algorithm, key).update(text).digest();
  return (said) => {
    if (soFar === undefined) {
      const [, bare = '', name, theirs = ''] = /^n,,(n=([^,]*),r=(.*))$/.exec(said) ?? [];
      if (name !== user) return undefined;
      nonce = theirs + randomBytes(12).toString('base64url');
      const says = `r=${nonce},s=${salt.toString('base64')},i=${iterations}`;
      soFar = `${bare},${says}`;
      return { says, isDone: false };
    }
    const [, without = '', theirs, proof = ''] = /^(c=biws,r=([^,]*)),p=(.*)$/.exec(said) ?? [];
    const message = `${soFar},${without}`;
    const salted = pbkdf2Sync(password, salt, iterations, length, algorithm);
    const clientKey = hmac(salted, 'Client Key');
    const signature = hmac(createHash(algorithm).update(clientKey).digest(), message);
    const expected = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
    if (theirs !== nonce || expected.toString('base64') !== proof) return undefined;
    const proven = hmac(hmac(salted, 'Server Key'), message);
    return { says: `v=${proven.toString('base64')}`, isDone: true };
  };
}
