import type { Locale } from "./protocol.js";
import { type Moment, readMoment } from "./readMoment.js";

type DateOptions = Intl.DateTimeFormatOptions;
type NumberOptions = Intl.NumberFormatOptions;

/**
 * Text for people, in Django's language and time zone and the Gregorian calendar, whatever those of the machine are.
 *
 * Days, and times without an offset, are shown as they stand; moments are shown in Django's time zone, and what is
 * neither as it is. Of the options those count that the value has: a day has no hour. The value is shown as it is where
 * none of them does.
 */
export interface Format {
  /** The day of a datetime or a date: `May 1, 2026`. */
  date: (value: string, options?: DateOptions) => string;
  /** The time of day of a datetime or a time: `10:30 AM`. */
  time: (value: string, options?: DateOptions) => string;
  /** Day and time, as far as the value has them: `May 1, 2026, 10:30 AM`. */
  dateTime: (value: string, options?: DateOptions) => string;
  /** A number, also as the text of one of any precision: `1,234.5`. */
  number: (value: number | string, options?: NumberOptions) => string;
}

const DATE: DateOptions = { dateStyle: "medium" };
const TIME: DateOptions = { timeStyle: "short" };

/** Options that only something with a day, with a time of day, can fulfil. */
const OF_DAYS = ["dateStyle", "weekday", "era", "year", "month", "day"] as const;
const OF_TIMES = [
  ...(["timeStyle", "dayPeriod", "hour", "minute", "second", "fractionalSecondDigits"] as const),
  "timeZoneName",
] as const;

/** Builds the formats of a language and a time zone, by Django's names of them. */
export function buildFormat({ language, timeZone }: Locale): Format {
  const locales = listLocales(language);
  const zone = readZone(timeZone);

  function print(value: string, moment: Moment, fallback: DateOptions, given: DateOptions = {}): string {
    const options = selectOptions(moment, asks(given) ? given : { ...fallback, ...given });
    return asks(options) ? printMoment(moment, options, locales, zone) : value;
  }

  return {
    date(value, options) {
      const moment = readMoment(value);
      return moment?.hasDay ? print(value, moment, DATE, options) : value;
    },
    time(value, options) {
      const moment = readMoment(value);
      return moment?.hasTime ? print(value, moment, TIME, options) : value;
    },
    dateTime(value, options) {
      const moment = readMoment(value);
      return moment === null ? value : print(value, moment, { ...DATE, ...TIME }, options);
    },
    number: (value, options = {}) =>
      isNumber(value) ? getNumberFormat(locales, options).format(value as number) : String(value ?? ""),
  };
}

/** Whether options say what to write, and not only how. */
function asks(options: DateOptions): boolean {
  return [...OF_DAYS, ...OF_TIMES].some((name) => options[name] !== undefined);
}

function selectOptions({ hasDay, hasTime }: Moment, options: DateOptions): DateOptions {
  const { ...selected } = options;
  if (!hasDay) for (const name of OF_DAYS) delete selected[name];
  if (!hasTime) for (const name of OF_TIMES) delete selected[name];
  return selected;
}

function printMoment(
  { date, floating }: Moment,
  options: DateOptions,
  locales: string[],
  zone: Zone,
): string {
  if (floating) return getDateFormat(locales, { ...dropZone(options), timeZone: "UTC" }).format(date);
  if (zone.minutes === 0 || options.timeZone !== undefined)
    return getDateFormat(locales, { timeZone: zone.name, ...options }).format(date);
  const shifted = new Date(date.getTime() + zone.minutes * 60_000);
  return getDateFormat(locales, { ...dropZone(options), timeZone: "UTC" }).format(shifted);
}

/** Options for the digits alone: what has no offset is in no zone that could be named. */
function dropZone({ timeZoneName: _, timeStyle, ...options }: DateOptions): DateOptions {
  if (timeStyle === undefined) return options;
  return { ...options, timeStyle: timeStyle === "short" ? "short" : "medium" };
}

/** `Intl` makes 0 of null and of an empty text. */
function isNumber(value: number | string | null): boolean {
  return value !== null && String(value).trim() !== "" && !Number.isNaN(Number(value));
}

/** English where the language is not known to every machine: each would take another one in its place. */
function listLocales(language: string): string[] {
  try {
    return [...Intl.getCanonicalLocales(language), "en"];
  } catch {
    return ["en"];
  }
}

/** A time zone as every `Intl` knows it, and minutes to add before it: not all of them know fixed offsets. */
interface Zone {
  name: string;
  minutes: number;
}

function readZone(name: string): Zone {
  const [, sign, hours, rest] = /^(?:UTC)?([+-])(\d\d):?(\d\d)$/.exec(name) ?? [];
  if (sign === undefined) return { name: isKnown(name) ? name : "UTC", minutes: 0 };
  // POSIX counts to the west.
  const whole = `Etc/GMT${sign === "+" ? "-" : "+"}${Number(hours)}`;
  if (rest === "00" && isKnown(whole)) return { name: whole, minutes: 0 };
  return { name: "UTC", minutes: Number(`${sign}1`) * (Number(hours) * 60 + Number(rest)) };
}

function isKnown(timeZone: string): boolean {
  try {
    getDateFormat(["en"], { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Making one takes a hundred times as long as using it. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();

function getDateFormat(locales: string[], options: DateOptions): Intl.DateTimeFormat {
  // Languages have calendars of their own, and Django writes all dates in one.
  const all: DateOptions = { calendar: "gregory", ...options };
  return remember(dateFormats, [locales, all], () => new Intl.DateTimeFormat(locales, all));
}

function getNumberFormat(locales: string[], options: NumberOptions): Intl.NumberFormat {
  return remember(numberFormats, [locales, options], () => new Intl.NumberFormat(locales, options));
}

function remember<Value>(known: Map<string, Value>, key: unknown, build: () => Value): Value {
  const name = JSON.stringify(key);
  const value = known.get(name) ?? build();
  known.set(name, value);
  return value;
}
