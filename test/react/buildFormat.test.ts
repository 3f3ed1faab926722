import { expect, test } from "vitest";
import { buildFormat } from "../../src/react/buildFormat.js";

const berlin = buildFormat({ language: "en-us", timeZone: "Europe/Berlin" });

test.each([
  ["a moment is shown in Django's zone", "2026-05-01T23:30:00Z", "May 2, 2026, 1:30 AM"],
  ["whatever its own offset is", "2026-05-01T23:30:00-08:00", "May 2, 2026, 9:30 AM"],
  ["with microseconds", "2026-01-01T10:30:00.123456Z", "Jan 1, 2026, 11:30 AM"],
  ["a datetime without an offset as it stands", "2026-05-01T23:30:00", "May 1, 2026, 11:30 PM"],
  ["a day as it stands", "2026-05-01", "May 1, 2026"],
  ["a time as it stands", "23:30:00", "11:30 PM"],
  ["the first day of Python", "0001-01-01", "Jan 1, 1"],
  ["what is no date", "soon", "soon"],
  ["an hour that does not exist", "2026-02-28T25:00:00Z", "2026-02-28T25:00:00Z"],
  ["30 February", "2026-02-30", "2026-02-30"],
  ["31 April with a time", "2026-04-31T10:00:00-08:00", "2026-04-31T10:00:00-08:00"],
  ["29 February of a leap year", "2028-02-29T23:30:00Z", "Mar 1, 2028, 12:30 AM"],
  ["a time with an offset, which says nothing without its day", "10:30:00+02:00", "10:30:00+02:00"],
  ["nothing", "", ""],
])("%s: %s", (_, value, text) => {
  expect(berlin.dateTime(value)).toBe(text);
});

test("a date has no time of day to show, a time no day", () => {
  expect(berlin.time("2026-05-01")).toBe("2026-05-01");
  expect(berlin.date("10:30:00")).toBe("10:30:00");
  expect(berlin.date("2026-05-01T23:30:00Z")).toBe("May 2, 2026");
  expect(berlin.time("2026-05-01T23:30:00Z")).toBe("1:30 AM");
});

test("options take the place of the default, and of the zone where there is one", () => {
  expect(berlin.dateTime("2026-05-01T23:30:00Z", { weekday: "long" })).toBe("Saturday");
  expect(berlin.date("2026-05-01T23:30:00Z", { dateStyle: "short", timeZone: "Asia/Tokyo" })).toBe("5/2/26");
  expect(berlin.date("2026-05-01", { dateStyle: "short", timeZone: "Pacific/Niue" })).toBe("5/1/26");
});

test.each([
  ["de", "02.05.2026, 01:30", "1.234,5"],
  ["pt-br", "2 de mai. de 2026, 01:30", "1.234,5"],
  ["zh-hans", "2026年5月2日 01:30", "1,234.5"],
  ["sr-latn", "2. 5. 2026. 01:30", "1.234,5"],
  ["xx-unknown", "May 2, 2026, 1:30 AM", "1,234.5"],
  ["no language!", "May 2, 2026, 1:30 AM", "1,234.5"],
])("Django's language %s", (language, moment, number) => {
  const format = buildFormat({ language, timeZone: "Europe/Berlin" });
  expect(format.dateTime("2026-05-01T23:30:00Z")).toBe(moment);
  expect(format.number(1234.5)).toBe(number);
});

test.each([
  ["Mars/Olympus", "12:00 PM"],
  ["", "12:00 PM"],
  ["UTC+05:30", "5:30 PM"],
  ["-0330", "8:30 AM"],
  ["America/New_York", "8:00 AM"],
])("Django's time zone %s", (timeZone, time) => {
  expect(buildFormat({ language: "en", timeZone }).time("2026-05-01T12:00:00Z")).toBe(time);
});

test("numbers are exact as text, and what is none is shown as it is", () => {
  expect(berlin.number("12345678901234567890.10")).toBe("12,345,678,901,234,567,890.1");
  expect(berlin.number("9.99", { style: "currency", currency: "EUR" })).toBe("€9.99");
  expect(berlin.number("many")).toBe("many");
  expect(berlin.number("")).toBe("");
  expect(berlin.number(" ")).toBe(" ");
  expect(berlin.number(null as never)).toBe("");
  expect(berlin.number(0)).toBe("0");
});

test("a zone of the options is right where Django's is a fixed offset", () => {
  const options = { timeStyle: "short", timeZone: "America/New_York" } as const;
  for (const timeZone of ["+0200", "UTC+05:30", "Europe/Berlin"])
    expect(buildFormat({ language: "en", timeZone }).time("2026-05-01T12:00:00Z", options)).toBe("8:00 AM");
});

test.each([
  ["+02:00", "2:00:00 PM GMT+2"],
  ["-0330", "8:30:00 AM"],
  ["+14:00", "2:00:00 AM GMT+14"],
  ["+23:00", "11:00:00 AM"],
])("no moment in %s is said to be in UTC", (timeZone, text) => {
  const format = buildFormat({ language: "en", timeZone });
  expect(format.time("2026-05-01T12:00:00Z", { timeStyle: "long" })).toBe(text);
});

test("what has no offset is said to be in no zone", () => {
  expect(berlin.time("2026-05-01T10:30:00", { timeStyle: "full" })).toBe("10:30:00 AM");
  expect(berlin.time("10:30:00", { hour: "numeric", timeZoneName: "short" })).toBe("10 AM");
});

test("options that the value cannot fulfil are left out, and it is shown as it is where none is left", () => {
  expect(berlin.dateTime("10:30:00", { dateStyle: "short" })).toBe("10:30:00");
  expect(berlin.dateTime("10:30:00", { dateStyle: "short", timeStyle: "short" })).toBe("10:30 AM");
  expect(berlin.dateTime("10:30:00", { hour12: false })).toBe("10:30");
  expect(berlin.dateTime("10:30:00", {})).toBe("10:30 AM");
  expect(berlin.time("10:30:00", { weekday: "long" })).toBe("10:30:00");
  expect(berlin.dateTime("2026-05-01", { dateStyle: "short", timeStyle: "short" })).toBe("5/1/26");
  expect(berlin.date("2026-05-01", { timeStyle: "short" })).toBe("2026-05-01");
  expect(berlin.dateTime("2026-05-01T23:30:00Z", { timeZone: "Asia/Tokyo" })).toBe("May 2, 2026, 8:30 AM");
});

test.each(["fa", "th", "ar-sa", "fa-u-ca-persian"])("%s has Django's calendar", (language) => {
  const format = buildFormat({ language, timeZone: "UTC" });
  expect(format.date("2026-05-01", { year: "numeric", numberingSystem: "latn" })).toBe("2026");
});

test("options may ask for another calendar", () => {
  expect(berlin.date("2026-05-01", { year: "numeric", calendar: "buddhist" })).toContain("2569");
});
