/** Why a request has no answer. */

export class Refused {
  /** One sentence: editors show it to the person. */
  readonly reason: string;
  /** `'parameters'` where they name what there is not; else what is asked for cannot be done. */
  readonly of: 'request' | 'parameters';

  constructor(reason: string, of: Refused['of'] = 'request') {
    this.reason = reason;
    this.of = of;
  }
}
