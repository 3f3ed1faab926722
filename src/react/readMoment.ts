/** What the text of a datetime, a date or a time says. */
export interface Moment {
  date: Date;
  hasDay: boolean;
  hasTime: boolean;
  /** It has no offset: a day, a time of day, or a datetime without `USE_TZ`. `date` then has its digits in UTC. */
  floating: boolean;
}

/** Day, time and offset of a datetime or date, or the time alone. */
const MOMENT =
  /^(?:(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?|(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))$/;

/** Reads an ISO 8601 text as Python writes it; null when it is none, or its day is in no calendar. */
export function readMoment(text: string): Moment | null {
  const [found, day, timeOfDay, offset, onlyTime] = MOMENT.exec(text) ?? [];
  const time = timeOfDay ?? onlyTime;
  const date = new Date(`${day ?? "1970-01-01"}T${time ?? "00:00"}${offset ?? "Z"}`);
  if (found === undefined || Number.isNaN(date.getTime()) || !exists(day)) return null;
  return { date, hasDay: day !== undefined, hasTime: time !== undefined, floating: offset === undefined };
}

/** `Date` makes 2 March of 30 February. */
function exists(day = "1970-01-01"): boolean {
  return new Date(`${day}T00:00Z`).toISOString().startsWith(day);
}
