/**
 * What receives by sessions at the broker: one, or of a group as many as nobody else has. The broker shares what comes
 * to a group among its sessions when it comes, those too that are not connected: what a session was left with is had by
 * who takes that up.
 */
import type { IPublishPacket } from 'mqtt';
import type { Delivery, Received, Subscription } from '../../../ports/messaging.ts';
import type { CapabilityError } from '../../../ports/errors.ts';
import type { Place } from '../places.ts';
import type { Session } from './session.ts';

/** How often it is looked for sessions that others have left, in milliseconds. */
const adoptMs = 500;

export interface ReceiverOptions {
  readonly kind: 'own' | 'shared';
  /** A place that was left, or a new one where that is asked for. */
  readonly take: (orNew: boolean) => Promise<Place | undefined>;
  readonly open: (place: Place, changed: () => void) => Promise<Session>;
  readonly received: (packet: IPublishPacket) => Received;
  /** What is told where the connection has gone. */
  readonly lost: () => CapabilityError;
}

/** @throws CapabilityError where the broker is away, or refuses what is asked for */
export async function openReceiver(options: ReceiverOptions): Promise<Subscription> {
  const { kind, take, open, received, lost } = options;
  let sessions: Session[] = [];
  let kept: Place | undefined;
  const again: { readonly packet: IPublishPacket; readonly session: Session }[] = [];
  let wake: (() => void) | undefined;
  let isClosed = false;
  let adopted = 0;

  const changed = () => wake?.();
  const add = async (place: Place) => {
    try {
      sessions.push(await open(place, changed));
    } catch (error) {
      if (kind === 'own') kept = place;
      else await place[Symbol.asyncDispose]();
      throw error;
    }
  };
  const leave = async (session: Session) => {
    sessions = sessions.filter((one) => one !== session);
    await session[Symbol.asyncDispose]();
    await session.place[Symbol.asyncDispose]();
  };
  /** Takes up what others have left, and has one session at least. */
  const ready = async () => {
    if (kind === 'own') {
      const place = sessions.length > 0 ? undefined : (kept ?? (await take(true)));
      kept = undefined;
      if (place) await add(place);
      return;
    }
    adopted = performance.now();
    for (let place = await take(false); place; place = await take(false)) await add(place);
    const place = sessions.length === 0 ? await take(true) : undefined;
    if (place) await add(place);
  };
  /** @throws CapabilityError once for a connection that has gone; the next call makes another */
  const requireConnected = async () => {
    const gone = sessions.filter((one) => one.isClosed);
    if (gone.length === 0) return;
    sessions = sessions.filter((one) => !one.isClosed);
    for (const { place } of gone) {
      if (kind === 'own') kept = place;
      else await place[Symbol.asyncDispose]();
    }
    throw lost();
  };
  const next = () => {
    const back = again.shift();
    if (back) return back;
    for (const session of sessions) {
      const packet = session.next();
      if (packet) return { packet, session };
    }
    return undefined;
  };
  const deliveryOf = (packet: IPublishPacket, session: Session): Delivery => {
    let isOpen = true;
    const once = () => isOpen && !(isOpen = false);
    return {
      message: received(packet),
      accept() {
        if (!once()) return Promise.resolve();
        if (session.isClosed) return Promise.reject(lost());
        session.accept(packet);
        return Promise.resolve();
      },
      async release() {
        if (!once() || session.isClosed) return;
        if (kind === 'own') again.push({ packet, session });
        // the broker sends it again to who takes the session up
        else await leave(session);
        changed();
      },
    };
  };

  await ready();
  return {
    async receive(signal) {
      for (;;) {
        signal.throwIfAborted();
        if (isClosed) throw lost();
        await requireConnected();
        if (sessions.length === 0 || (kind === 'shared' && performance.now() - adopted > adoptMs))
          await ready();
        const found = next();
        if (found && !found.session.isClosed) return deliveryOf(found.packet, found.session);
        if (found) continue;
        const { promise, resolve } = Promise.withResolvers<undefined>();
        const woken = () => resolve(undefined);
        wake = woken;
        signal.addEventListener('abort', woken);
        const timer = kind === 'shared' ? setTimeout(woken, adoptMs) : undefined;
        await promise;
        clearTimeout(timer);
        signal.removeEventListener('abort', woken);
        wake = undefined;
      }
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return;
      isClosed = true;
      changed();
      await kept?.[Symbol.asyncDispose]();
      await Promise.all(sessions.map((one) => leave(one)));
    },
  };
}
