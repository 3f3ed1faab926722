import { type ComponentProps, type ReactNode, useMemo } from "react";
import { useAnswer } from "./AnswerContext.js";
import { buildFormat, type Format } from "./buildFormat.js";

const UNKNOWN = { language: "en-us", timeZone: "UTC" };

/** Formats in Django's current language and time zone, the same on the server and in every browser. */
export function useFormat(): Format {
  const { language, timeZone } = useAnswer().envelope.locale ?? UNKNOWN;
  return useMemo(() => buildFormat({ language, timeZone }), [language, timeZone]);
}

/** Props of `Time`: those of `<time>`, but for what it prints. */
export interface TimeProps extends Omit<ComponentProps<"time">, "dateTime" | "children"> {
  /** A datetime, a date or a time, as Django sends it. */
  value: string;
  /** How to write it; by default day and time, as far as `value` has them. */
  options?: Intl.DateTimeFormatOptions;
}

/** A moment as text for people, in Django's language and time zone. */
export function Time({ value, options, ...props }: TimeProps): ReactNode {
  const { dateTime } = useFormat();
  return (
    <time dateTime={value} suppressHydrationWarning {...props}>
      {dateTime(value, options)}
    </time>
  );
}
