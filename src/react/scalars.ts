/** A moment in RFC 3339, as `2026-05-01T10:30:00Z`; without an offset where Django's `USE_TZ` is off. */
export type ISODateTime = string;

/** A day, as `2026-05-01`. */
export type ISODate = string;

/** A time of day, as `10:30:00`. */
export type ISOTime = string;

/** A duration in ISO 8601, as `P1DT00H30M00S`. */
export type ISODuration = string;

/** An exact decimal number, as `12.50`. */
export type DecimalString = string;

/** A UUID, as `6f1c0f6e-7b5a-4d61-9f5e-0d3c9b1f2a7d`. */
export type UUID = string;

/** Bytes in Base64. */
export type Base64 = string;

/** A whole number of any size. */
export type BigIntString = string;
