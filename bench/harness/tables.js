const pages = ["home", "list", "detail"];
const sizes = [0, 10, 100, 1000];

/** The tables of a report: measure, title, and rows as label and key. */
export const sections = [
  {
    measure: "dev",
    title: "Start of the development server in a new process (ms, less is better)",
    rows: [
      ["cold: first 200 of /", "cold_first_response_ms"],
      ["cold: counter answers in Chromium", "cold_interactive_ms"],
      ["warm: first 200 of /", "warm_first_response_ms"],
      ["warm: counter answers in Chromium", "warm_interactive_ms"],
      ["then /posts", "cold_second_route_ms"],
    ],
  },
  {
    measure: "hmr",
    title: "Edit to DOM (ms, less is better; Django reloads the page)",
    rows: [
      ["route file of /", "page_ms"],
      ["counter component", "component_ms"],
      ["the counter keeps its state", "component_keeps_state"],
    ],
  },
  {
    measure: "pythonEdit",
    title: "Edit of a .py file to the fresh answer (ms, less is better)",
    rows: [["from the write", "fresh_ms"]],
  },
  {
    measure: "build",
    title: "Production build (ms, less is better)",
    rows: [
      ["cold", "cold_ms"],
      ["again, nothing changed", "warm_ms"],
      ["again, one page edited", "edited_ms"],
    ],
  },
  {
    measure: "throughput",
    title: "Requests per second, one server process (more is better)",
    rows: pages.flatMap((page) =>
      [1, 16, 64].map((count) => [`${page}, ${count} connections`, `${page}_c${count}_rps`]),
    ),
  },
  {
    measure: "throughput",
    title: "Latency (ms, less is better; p99 is too unsteady to compare)",
    rows: pages.flatMap((page) => [
      [`${page}, 1 connection, p50`, `${page}_c1_p50_ms`],
      [`${page}, 16 connections, p50`, `${page}_c16_p50_ms`],
      [`${page}, 16 connections, p99`, `${page}_c16_p99_ms`],
    ]),
  },
  {
    measure: "rows",
    title: "A list from SQLite (requests per second through gunicorn; µs for a request inside the process)",
    rows: ["document20", "document200", "json20", "json200", "html20", "html200"].flatMap((key) => [
      [`${key}, requests per second`, `${key}_rps`],
      [`${key}, µs`, `${key}_us`],
      [`${key}, bytes`, `${key}_bytes`],
    ]),
  },
  {
    measure: "firstLoad",
    title: "First load: bytes as gzip -9, and requests (less is better)",
    rows: pages.flatMap((page) => [
      [`${page}: JavaScript bytes`, `${page}_js_gzip_bytes`],
      [`${page}: JSON bytes`, `${page}_json_gzip_bytes`],
      [`${page}: HTML bytes`, `${page}_html_gzip_bytes`],
      [`${page}: requests`, `${page}_requests`],
    ]),
  },
  {
    measure: "firstLoad",
    title:
      "First load: paint and a counter that answers (ms; slow is 1.6 Mbit/s, 150 ms, a quarter of the CPU)",
    rows: ["home", "detail", "home_slow", "detail_slow"].flatMap((page) => [
      [`${page} FCP`, `${page}_fcp_ms`],
      [`${page} LCP`, `${page}_lcp_ms`],
      [`${page} counter answers`, `${page}_interactive_ms`],
    ]),
  },
  {
    measure: "navigation",
    title: "Click to DOM in production (ms, less is better)",
    rows: [
      ["/ to /posts", "home_to_list_ms"],
      ["/posts to a post", "list_to_detail_ms"],
    ],
  },
  {
    measure: "memory",
    title: "Production server: memory (MB) and start (ms), less is better",
    rows: [
      ["RSS idle", "idle_rss_mb"],
      ["RSS after load", "loaded_rss_mb"],
      ["PSS after load", "loaded_pss_mb"],
      ["start to first 200", "start_ms"],
    ],
  },
  {
    measure: "scale",
    title: "With N further pages, all cold (less is better)",
    rows: [
      ["build, ms", "build_ms"],
      ["dev start, first 200 of /, ms", "dev_first_ms"],
      ["dev start, a post's counter answers, ms", "dev_interactive_ms"],
      ["dev, then the last page, ms", "dev_last_page_ms"],
      ["production start, ms", "start_ms"],
      ["/: JavaScript bytes", "home_js_gzip_bytes"],
      ["/: JSON bytes", "home_json_gzip_bytes"],
      ["a post: JavaScript bytes", "detail_js_gzip_bytes"],
    ].flatMap(([label, key]) => sizes.map((size) => [`${label}, N=${size}`, `n${size}_${key}`])),
  },
  {
    measure: "micro",
    title: "Parts of djk (medians; first is a pass before the JIT has seen anything)",
    rows: [1000, 10_000]
      .flatMap((size) => [
        ...["first", "again"].flatMap((when) =>
          ["scan_ms", "table_ms", "generate_ms", "total_ms", "compare_ms", "written_files"].map((key) => [
            `${size} routes, ${when}: ${key.replaceAll("_", " ")}`,
            `n${size}_${when}_${key}`,
          ]),
        ),
        [`${size} routes: writing all that is generated, ms`, `n${size}_initial_write_ms`],
        [`${size} patterns: compile, ms`, `n${size}_match_compile_ms`],
        [`${size} patterns: match, hit, µs`, `n${size}_match_hit_us`],
        [`${size} patterns: match, miss, µs`, `n${size}_match_miss_us`],
        [`${size} routes: release, ms`, `n${size}_release_ms`],
        [`${size} routes: Python reads the manifest, ms`, `n${size}_python_read_ms`],
        [`${size} routes: Python finds a page's files, µs`, `n${size}_python_walk_us`],
      ])
      .concat([["process start, ms", "start_ms"]]),
  },
  {
    measure: "encoding",
    title: "100 rows of 10 fields as JSON text (µs, less is better)",
    rows: [
      ["dicts: json.dumps with DjangoJSONEncoder, unchecked", "django_dicts_us"],
      ["dicts: djk, as a TypedDict", "djk_dicts_us"],
      ["dicts: djk, as a TypedDict, with orjson", "djk_dicts_orjson_us"],
      ["dicts: djk, nothing declared", "djk_undeclared_us"],
      ["model instances: django-ninja's ModelSchema", "ninja_models_us"],
      ["model instances: djk, through pick()", "djk_models_us"],
      ["model instances: djk, through pick(), with orjson", "djk_models_orjson_us"],
    ],
  },
  {
    measure: "inspection",
    title: "What Python says of 1,000 handlers, 3 TypedDicts and a pick each (ms, less is better)",
    rows: [
      ["whole process, nothing compiled yet", "first_ms"],
      ["whole process", "whole_ms"],
      ["one changed file, warm process", "changed_ms"],
    ],
  },
];
