import { expect, it } from "vitest";
import { findNameProblem } from "../../src/scaffold/siteName.js";

it.each(["mysite", "shop2", "my_site", "a", "blog_of_ada"])("%s is a name for a site", (name) => {
  expect(findNameProblem(name)).toBeNull();
});

it.each([
  ["my-site", 'it holds "-", and it is the name of a Python package, too', "my_site"],
  ["MySite", 'it holds "M", and it is the name of a Python package, too', "my_site"],
  ["Café Ö", 'it holds "C", and it is the name of a Python package, too', "cafe_o"],
  ["1shop", 'it begins with "1", and it is the name of a Python package, too', "shop"],
  ["_shop", 'it begins with "_", and it is the name of a Python package, too', "shop"],
  ["日本", 'it holds "日", and it is the name of a Python package, too', "mysite"],
  ["", "it is empty", "mysite"],
  ["class", "it is a keyword of Python", "class_site"],
  ["json", "it would hide a module of Python's standard library", "json_site"],
  ["test", "it would hide a module of Python's standard library", "test_site"],
  ["django", "it would hide Django itself", "django_site"],
  ["Djk", 'it holds "D", and it is the name of a Python package, too', "my_djk"],
  ["routes", "it would hide the folder of the pages", "routes_site"],
  ["auth", "it would hide one of Django's own apps", "auth_site"],
])("%j is refused: %s", (name, reason, suggestion) => {
  const problem = findNameProblem(name);
  expect(problem?.code).toBe("site-name-invalid");
  expect(problem?.message).toBe(`"${name}" cannot be the name of a site: ${reason}`);
  expect(problem?.hint).toContain(`djk new ${suggestion}`);
  expect(findNameProblem(suggestion)).toBeNull();
});
