import { findNearest } from "../diagnostics/didYouMean.js";
import { djangoSettings } from "./djangoSettings.js";
import type { KeyPath } from "./locateKeys.js";
import type { Report } from "./problem.js";
import type { EnvironmentName, LayeredSettings, Settings, Value } from "./value.js";

/**
 * Builds the settings that hold in an environment: the defaults, then `[django]`, then the environment's section.
 *
 * @param environment null for what all environments share
 * @param report gets `"..."` and `before`/`after` that lead nowhere; such items are left out
 */
export function resolveSettings(
  defaults: LayeredSettings,
  own: LayeredSettings,
  environment: EnvironmentName | null,
  report: Report,
): Settings {
  const settings: Record<string, Value> = { ...defaults.all };
  if (environment !== null) mergeSettings(settings, defaults[environment], ["django"], report);
  mergeSettings(settings, own.all, ["django"], report);
  if (environment !== null) mergeSettings(settings, own[environment], ["django", environment], report);
  return settings;
}

function mergeSettings(into: Record<string, Value>, layer: Settings, path: KeyPath, report: Report): void {
  for (const [name, value] of Object.entries(layer)) {
    into[name] = mergeValue(into[name] ?? null, value, [...path, name], report);
  }
}

function mergeValue(base: Value | null, over: Value, path: KeyPath, report: Report): Value {
  if (over.kind === "list") return resolveList(base, over.items, path, report);
  if (over.kind !== "dict" || base?.kind !== "dict" || isWhole(over.entries)) return over;
  const entries = { ...base.entries };
  for (const [key, value] of Object.entries(over.entries)) {
    entries[key] = mergeValue(entries[key] ?? null, value, [...path, key], report);
  }
  return { kind: "dict", entries };
}

/** A table that names its own class describes a whole thing: the options of another class are of no use to it. */
function isWhole(entries: Settings): boolean {
  return "BACKEND" in entries || "ENGINE" in entries || "class" in entries;
}

function resolveList(base: Value | null, items: Value[], path: KeyPath, report: Report): Value {
  const resolved = items.flatMap((item, i) => {
    if (item.kind === "placed") return [];
    return item.kind === "defaults" ? expandDefaults(base, [...path, i], report) : [item];
  });
  items.forEach((item, i) => {
    if (item.kind === "placed") placeItem(resolved, item, [...path, i], report);
  });
  return { kind: "list", items: resolved };
}

function expandDefaults(base: Value | null, path: KeyPath, report: Report): Value[] {
  const name = String(path.at(-2));
  if (base?.kind === "list") return base.items;
  if (base !== null && base.kind !== "none") return [{ kind: "spread", list: base }];
  if (djangoSettings.get(name) === "list") {
    return [{ kind: "spread", list: { kind: "code", code: `global_settings.${name}` } }];
  }
  const message = `"..." stands for the defaults of ${name}, but neither djk nor Django has any.`;
  report({ code: "config-list-defaults", path, message, hint: 'Remove "..." and list every item.' });
  return [];
}

function placeItem(items: Value[], placed: Value & { kind: "placed" }, path: KeyPath, report: Report): void {
  const names = items.flatMap((item) => (item.kind === "scalar" ? [String(item.value)] : []));
  const index = items.findIndex((item) => item.kind === "scalar" && item.value === placed.anchor);
  if (index >= 0) {
    const at = placed.side === "before" ? index : index + 1;
    items.splice(at, 0, { kind: "scalar", value: placed.use });
    return;
  }
  const setting = String(path.at(-2));
  const nearest = findNearest(placed.anchor, names);
  const holds =
    names.length === 0 ? 'It is empty; start the list with "...".' : `It holds ${names.join(", ")}.`;
  report({
    code: "config-list-anchor",
    path: [...path, placed.side],
    message: `${placed.use} is to stand ${placed.side} ${placed.anchor}, which is not in ${setting}.`,
    hint: nearest === null ? holds : `Did you mean ${nearest}?`,
  });
}
