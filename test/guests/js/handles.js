/**
 * What a guest does that handles messages: the first word of each says what. `publish`, `ask`, `answer` and `failure` are
 * the interface's own.
 */
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** How often this instance was told to fail for a while. */
let failures = 0;

export function handle(topic, bytes, { publish, ask, answer, failure }) {
  const body = decoder.decode(bytes);
  const [verb, first, ...rest] = body.split(' ');
  switch (verb) {
    case 'fail':
      throw failure('as it was told');
    case 'trap':
      throw new Error('the guest gives up');
    case 'twice':
      // after the third time, all is well
      if (failures++ < 2) throw failure(`for time ${failures}`);
      break;
    case 'publish':
      publish(first, encoder.encode(rest.join(' ')));
      break;
    case 'ask':
      console.log(`answered: ${asked(() => decoder.decode(ask(first, encoder.encode(rest.join(' ')))))}`);
      break;
    case 'question':
      answer(encoder.encode(`answer to ${first}`));
      break;
  }
  console.log(`handled ${topic}: ${body}`);
}

function asked(work) {
  try {
    return work();
  } catch (error) {
    const payload = error.payload ?? error;
    return typeof payload === 'string' ? payload : [payload.tag, payload.val].filter(Boolean).join(': ');
  }
}
