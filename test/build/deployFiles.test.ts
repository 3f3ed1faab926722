import { describe, expect, test } from "vitest";
import { generateDeployFiles, type ServerKind } from "../../src/build/deployFiles.js";

function read(path: string, server: ServerKind, requirements: string[] = []): string {
  const files = generateDeployFiles({ server, python: "3.13", requirements });
  return files.find((file) => file.path === path)?.content ?? "";
}

describe("files for a platform", () => {
  test("threads serve a site without async handlers, an event loop one that has them", () => {
    expect(read("Procfile", "wsgi")).toContain("web: gunicorn\n");
    expect(read("gunicorn.conf.py", "wsgi")).toContain('worker_class = "gthread"');
    expect(read("Procfile", "asgi")).toMatch(
      /web: uvicorn djk_site\.asgi:application .*--port \$\{PORT:-8000\}/,
    );
    expect(read("gunicorn.conf.py", "asgi")).toBe("");
  });

  test("the image has the Python of the site, no Node, and does not run as root", () => {
    const dockerfile = read("Dockerfile", "wsgi");
    expect(dockerfile).toContain("FROM python:3.13-slim");
    expect(dockerfile).not.toMatch(/node|npm/i);
    expect(dockerfile.indexOf("USER site")).toBeGreaterThan(dockerfile.indexOf("pip install"));
    expect(dockerfile.trim().split("\n").at(-1)).toBe("CMD exec gunicorn");
  });

  test("compose brings PostgreSQL where its driver is among the requirements", () => {
    const compose = read("compose.yaml", "wsgi", ["Django==5.2", "psycopg==3.3.0"]);
    expect(compose).toContain("image: postgres");
    expect(compose).toContain("DATABASE_URL: postgres://");
    expect(read("compose.yaml", "wsgi", ["Django==5.2"])).not.toContain("postgres");
  });

  test("no secret has a value of its own", () => {
    const compose = read("compose.yaml", "wsgi", ["psycopg==3.3.0"]);
    expect(compose).toContain("SECRET_KEY: ${SECRET_KEY:?");
    expect(compose).toContain("POSTGRES_PASSWORD: ${POSTGRES_PASSWORD");
  });
});
