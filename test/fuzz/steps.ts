/** The random steps of a session: each edits, asks, cancels, opens, closes, changes the disk, or says nonsense. */
import {
  ask,
  askAlone,
  askMisshapen,
  askReport,
  askTokens,
  cancel,
  closeOne,
  edit,
  openOne,
  pullTwice,
  resolve,
  type,
} from './document-steps.ts';
import { wordEdit } from './edits.ts';
import { askStrange, askWorkspace } from './requests.ts';
import type { Session } from './session.ts';
import { anyDocument, sendEdit } from './session.ts';
import { snapshotOf } from './text.ts';
import { save, sayMisshapen, serve, toggleFolder, touchDisk } from './workspace-steps.ts';

type Step = (session: Session) => void | Promise<void>;

/** By how often each is taken. */
const weights: readonly (readonly [number, Step])[] = [
  [400, edit],
  [30, type],
  [330, ask],
  [50, askTokens],
  [30, askReport],
  [60, cancel],
  [15, openOne],
  [12, closeOne],
  [12, touchDisk],
  [8, save],
  [8, resolve],
  [6, ({ editor, random }) => editor.request(askWorkspace(random))],
  [6, ({ editor, random }) => editor.request(askStrange(random), { isStrange: true })],
  [15, askMisshapen],
  [5, sayMisshapen],
  [4, serve],
  [1, toggleFolder],
  [1, ({ editor }) => editor.request({ method: 'slight/index', params: {} })],
  [4, askAlone],
  [4, pullTwice],
];

const total = weights.reduce((sum, [weight]) => sum + weight, 0);

export async function takeStep(session: Session): Promise<void> {
  let left = session.random.below(total);
  for (const [weight, step] of weights) {
    left -= weight;
    if (left >= 0) continue;
    await step(session);
    return;
  }
}

/**
 * Most of the documents are again what they began with, and then a few words are changed here and there: what a
 * document says of another is only told where both are understood.
 */
export function makeSense(session: Session): void {
  const { random, editor } = session;
  for (const document of editor.world.all()) {
    const { seed, snapshot } = document;
    if (random.chance(0.3)) continue;
    const contentChanges = [{ text: seed }];
    sendEdit(session, document, { contentChanges, snapshot: snapshotOf(snapshot.version + 1, seed) });
  }
  for (let count = random.below(6); count > 0; count--) changeLittle(session);
}

/** One change, the effect of which on other documents is plain to see where nothing comes behind it. */
export function changeLittle(session: Session): void {
  const { random } = session;
  const kind = random.below(10);
  if (kind === 0) closeOne(session);
  else if (kind === 1) openOne(session);
  else if (kind < 4) touchDisk(session);
  else {
    const document = anyDocument(session);
    if (document) sendEdit(session, document, wordEdit(random, document));
  }
}
