import { expect, test } from "vitest";
import { findTemplateProblems } from "../../src/project/findTemplateProblems.js";

function problemsOf(text: string) {
  return findTemplateProblems(new Map([["routes/special/page.html", text]]));
}

test.each([
  ['{% extends "djk/document.html" %}'],
  ['{% extends "djk/document.html" %}{% block djk_root %}<p>{{ block.super }}</p>{% endblock %}'],
  [
    '{% extends "djk/document.html" %}{% block djk_root %}{% block a %}x{% endblock a %}{% djk_root %}{% endblock %}',
  ],
  ['{% extends "shop/base.html" %}{% block title %}x{% endblock %}'],
  [
    '{% extends "djk/document.html" %}{% block djk_assets %}{% djk_assets %}{% endblock %}{% block djk_root %}{% djk_root %}{% endblock %}',
  ],
  ["{% load djk %}{% djk_assets %}{% djk_root %}{% djk_data %}"],
])("%s mounts its page", (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test.each([
  ["<h1>mine</h1>", ["djk_assets", "djk_root", "djk_data"]],
  ['{% extends "djk/document.html" %}{% block djk_root %}<p>mine</p>{% endblock %}', ["djk_root"]],
  [
    '{% extends "djk/document.html" %}{% block djk_root %}{# {{ block.super }} #}{% endblock %}',
    ["djk_root"],
  ],
  ["{% djk_assets %}{% comment %}{% djk_root %}{% endcomment %}{% djk_data %}", ["djk_root"]],
])("%s does not, for want of %j", (text, tags) => {
  const [problem, ...others] = problemsOf(text);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    code: "page-template-mount",
    severity: "warning",
    at: { file: "routes/special/page.html" },
  });
  expect([...(problem?.message ?? "").matchAll(/\{% (\w+) %\}/g)].map((found) => found[1])).toEqual(tags);
});
