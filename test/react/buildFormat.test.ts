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
  ["a day that does not exist", "2026-02-31T25:00:00Z", "2026-02-31T25:00:00Z"],
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
});
