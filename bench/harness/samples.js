import { summarize } from "./statistics.js";

/** Collects the samples of a measure: numbers are summarized, of texts the last one counts. */
export class Samples {
  #series = new Map();

  /** Adds one sample of a system; the unit is the end of the key (`_ms`, `_bytes`, `_rps`, `_mb`). */
  add(system, key, value) {
    const series = this.#series.get(system) ?? new Map();
    this.#series.set(system, series);
    series.set(key, [...(series.get(key) ?? []), value]);
  }

  /** Summaries as `{ system: { key: summary or text } }`, each number with so many decimals. */
  data(decimals = 2) {
    return mapEntries(this.#series, (series) =>
      mapEntries(series, (samples) =>
        typeof samples[0] === "number" ? summarize(samples, decimals) : samples.at(-1),
      ),
    );
  }
}

function mapEntries(map, change) {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}
