// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import type { Window as HappyWindow } from "happy-dom";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Envelope, RedirectEnvelope } from "../../src/react/protocol.js";
import { requestData } from "../../src/react/requestData.js";
import { Site } from "./site.js";

interface Case {
  name: string;
  envelope: Envelope | RedirectEnvelope;
}

const root = join(import.meta.dirname, "../..");
const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));
const envelopes: Record<"valid" | "invalid", Case[]> = read("test/fixtures/protocol/envelopes.json");
const isEnvelope = new Ajv({ allErrors: true, strict: false }).compile(
  read("docs/reference/envelope.schema.json"),
);

describe("the answers that Django's tests read as well", () => {
  let site: Site;

  beforeEach(async () => {
    site = new Site();
    await site.listen();
    (window as unknown as HappyWindow).happyDOM.setURL(site.origin);
  });

  afterEach(() => site.close());

  it.each(envelopes.valid)("$name: valid, and read as it is", async ({ envelope }) => {
    expect(isEnvelope(envelope) || isEnvelope.errors).toBe(true);
    site.give("/asked/", envelope);
    const url = new URL(`${site.origin}/asked/`);
    const reply = await requestData(url, envelope.build, new AbortController().signal);
    expect(reply).toEqual(
      "redirect" in envelope
        ? { kind: "redirect", to: envelope.redirect.to }
        : { kind: "envelope", envelope },
    );
  });

  it.each(envelopes.invalid)("$name: not valid", ({ envelope }) => {
    expect(isEnvelope(envelope)).toBe(false);
  });
});
