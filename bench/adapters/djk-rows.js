// A list from SQLite as a page of djk; django-rows does the same work by hand.
import { rowsApp, rowUrls } from "../content/rows.js";
import djk, { describeProject, documentTemplate } from "./djk.js";

export default {
  ...djk,
  label: "djk, a list from SQLite (no SSR)",
  installed: ["node_modules", ".venv", "db.sqlite3"],
  urls: rowUrls,
  files: () => ({
    ...describeProject("rows"),
    ...rowsApp,
    "rows/templates/djk/document.html": documentTemplate,
    "routes/page.tsx": `export default function Home() {
  return <h1>Rows</h1>;
}
`,
    "routes/document/[count=int]/page.tsx": page,
    "routes/document/[count=int]/page.py": `from rows.models import Row


def get(request, count):
    return {"rows": list(Row.objects.values(*Row.FIELDS)[:count])}
`,
  }),
  python: ({ folder }) => ({
    argv: [`${folder}/.venv/bin/python`],
    cwd: `${folder}/dist`,
    env: { DJK_LOCAL: "1", DJANGO_SETTINGS_MODULE: "djk_site.settings" },
  }),
};

const page = `import type { PageProps } from "djk/react";

export default function Rows({ data }: PageProps<{ rows: any[] }>) {
  return (
    <ul>
      {data.rows.map((row) => (
        <li key={row.id}>
          <b>{row.title}</b> {row.author}, {row.year}, {row.pages} pages
        </li>
      ))}
    </ul>
  );
}
`;
