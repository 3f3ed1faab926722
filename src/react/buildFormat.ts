import type { Locale } from "./protocol.js";
import { type Moment, readMoment } from "./readMoment.js";

type DateOptions = Intl.DateTimeFormatOptions;
type NumberOptions = Intl.NumberFormatOptions;

/**
 * Text for people, in Django's language and time zone, whatever those of the machine are.
 *
 * Days, and times without an offset, are shown as they stand; moments are shown in Django's time zone, and what is
 * neither as it is.
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

/** Builds the formats of a language and a time zone, by Django's names of them. */
export function buildFormat({ language, timeZone }: Locale): Format {
  const locales = listLocales(language);
  const zone = readZone(timeZone);

  function print(moment: Moment, options: DateOptions): string {
    if (moment.floating) return getDateFormat(locales, { ...options, timeZone: "UTC" }).format(moment.date);
    const date = new Date(moment.date.getTime() + zone.minutes * 60_000);
    return getDateFormat(locales, { timeZone: zone.name, ...options }).format(date);
  }

  return {
    date(value, options = DATE) {
      const moment = readMoment(value);
      return moment?.hasDay ? print(moment, options) : value;
    },
    time(value, options = TIME) {
      const moment = readMoment(value);
      return moment?.hasTime ? print(moment, options) : value;
    },
    dateTime(value, options) {
      const moment = readMoment(value);
      if (moment === null) return value;
      return print(moment, options ?? { ...(moment.hasDay && DATE), ...(moment.hasTime && TIME) });
    },
    number: (value, options = {}) =>
      Number.isNaN(Number(value)) ? String(value) : getNumberFormat(locales, options).format(value as number),
  };
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
  const [, sign, hours, minutes] = /^(?:UTC)?([+-])(\d\d):?(\d\d)$/.exec(name) ?? [];
  if (sign !== undefined)
    return { name: "UTC", minutes: Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) };
  try {
    getDateFormat(["en"], { timeZone: name });
    return { name, minutes: 0 };
  } catch {
    return { name: "UTC", minutes: 0 };
  }
}

/** Making one takes a hundred times as long as using it. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();

function getDateFormat(locales: string[], options: DateOptions): Intl.DateTimeFormat {
  return remember(dateFormats, [locales, options], () => new Intl.DateTimeFormat(locales, options));
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
