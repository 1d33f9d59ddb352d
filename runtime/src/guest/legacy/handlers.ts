/** The functions that a guest exports under names of its own, as all of its instances have them. */
import type { Generation } from '@slight/slightfile/interfaces.ts';
import { legacyWit } from '../../generated/legacy-wit.ts';
import { own } from '../../own.ts';
import { compileExport, compileHalves } from './abi/call-export.ts';
import type { ExportCode, ExportHalves } from './abi/call-export.ts';
import type { LegacyFunction } from './abi/legacy-wit.ts';

interface Codes {
  readonly code: ExportCode;
  readonly halves: ExportHalves;
}

export interface Handler extends Codes {
  /** False from when one of the instances asked for something in it that takes its time, or that must not be done twice. */
  isDoneNow: boolean;
}

/** By its name; made when it is asked for. */
export type Handlers = (name: string) => Handler;

/** An export by its name in http-handler.wit; all others are handlers, which have names of the guest's own. */
export function handlersOf(generation: Generation): Handlers {
  const handlers = new Map<string, Handler>();
  const codes = new Map<LegacyFunction, Codes>();
  const codesOf = (name: string): Codes => {
    const functions = legacyWit[generation]['http-handler']?.functions;
    const type = own(functions, name) ?? functions?.['handle-http'];
    if (!type) throw new Error(`wit/legacy/${generation}/http-handler.wit has no handle-http.`);
    let made = codes.get(type);
    if (!made) {
      const halves = compileHalves(type);
      codes.set(type, (made = { halves, code: compileExport(type, halves) }));
    }
    return made;
  };
  return (name) => {
    let handler = handlers.get(name);
    if (!handler) handlers.set(name, (handler = { ...codesOf(name), isDoneNow: true }));
    return handler;
  };
}
