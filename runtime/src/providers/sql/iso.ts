/**
 * The form of ISO 8601 of a timestamp as databases write it: `2026-11-28 18:53:34.5+01` → `2026-11-28T18:53:34.5+01:00`.
 * What has none (`infinity`, years before Christ) is left as it is.
 */
export function isoTimestamp(text: string): string {
  const [, date, time, offset = ''] =
    /^(\d{4,}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d){0,2})?$/.exec(text) ?? [];
  return date === undefined || time === undefined ? text : `${date}T${time}${isoOffset(offset)}`;
}

/** `18:53:34+01` → `18:53:34+01:00` */
export function isoTime(text: string): string {
  const [, time, offset] = /^(.*)([+-]\d\d)$/.exec(text) ?? [];
  return time === undefined || offset === undefined ? text : `${time}${isoOffset(offset)}`;
}

function isoOffset(offset: string): string {
  return /^[+-]\d\d$/.test(offset) ? `${offset}:00` : offset;
}
