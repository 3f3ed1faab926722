import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { findFileKind, findMeantFile } from "./fileKind.js";
import type { FileKind } from "./route.js";

type Files = Partial<Record<FileKind, string>>;

interface FolderFiles {
  dir: string;
  files: readonly string[];
}

/** Find the problems of the files of one folder. `special` lists its special files in the order of preference. */
export function findFileProblems(
  folder: FolderFiles,
  files: Files,
  special: readonly string[],
): Diagnostic[] {
  return [
    ...findDuplicateFiles(folder.dir, files, special),
    ...findLonelyFiles(files),
    ...findRouteBesidePage(files),
    ...findNearMisses(folder, files),
  ];
}

function findDuplicateFiles(dir: string, files: Files, special: readonly string[]): Diagnostic[] {
  const surplus = special.filter((name) => files[findFileKind(name)!] !== `${dir}/${name}`);
  return surplus.map((name) => {
    const first = files[findFileKind(name)!]!;
    return {
      code: "duplicate-file",
      severity: "error",
      message: `${dir}/${name} means the same as ${first}`,
      at: { file: `${dir}/${name}` },
      hint: "Keep one of them.",
      related: [{ message: "the other file", at: { file: first } }],
    };
  });
}

function findLonelyFiles(files: Files): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (files.pageHandler !== undefined && files.page === undefined)
    problems.push({
      code: "handler-without-page",
      severity: "error",
      message: "page.py has no page.tsx beside it, so nothing would show its data",
      at: { file: files.pageHandler },
      hint: files.route
        ? "Move its functions into route.py."
        : "Add page.tsx, or rename it to route.py for an endpoint that answers JSON.",
    });
  if (files.layoutHandler !== undefined && files.layout === undefined)
    problems.push({
      code: "layout-handler-without-layout",
      severity: "error",
      message: "a layout.py needs a layout.tsx beside it",
      at: { file: files.layoutHandler },
      hint: "Add a layout.tsx; one that only renders its children is enough.",
    });
  if (files.pageTemplate !== undefined && files.page === undefined)
    problems.push({
      code: "template-without-page",
      severity: "error",
      message: "page.html has no page.tsx beside it, so there is no page whose document it could be",
      at: { file: files.pageTemplate },
      hint: "Add page.tsx. A page that is only a Django template belongs into the project's own urls.py.",
    });
  return problems;
}

function findRouteBesidePage(files: Files): Diagnostic[] {
  if (files.route === undefined || files.page === undefined) return [];
  return [
    {
      code: "route-beside-page",
      severity: "error",
      message: "route.py and a page in the same folder would answer the same URL",
      at: { file: files.route },
      hint: "Put the page's data into page.py, or move route.py into a folder of its own.",
      related: [{ message: "the page", at: { file: files.page } }],
    },
  ];
}

function findNearMisses(folder: FolderFiles, files: Files): Diagnostic[] {
  return folder.files.flatMap((name): Diagnostic[] => {
    const meant = findMeantFile(name);
    if (meant === null) return [];
    const present = files[findFileKind(meant)!];
    // Another name beside the right file is the user's own; its twin in capitals is a slip.
    if (present !== undefined && name.toLowerCase() !== meant) return [];
    const names = /^handlers?\.py$/i.test(name) ? "page.py or route.py" : meant;
    return [
      {
        code: "near-miss",
        severity: "warning",
        message: `${name} has no meaning here; did you mean ${names}?`,
        at: { file: `${folder.dir}/${name}` },
        hint: `${present ? "Remove" : "Rename"} it, or begin its name with an underscore (_${name}) if it is a file of your own.`,
      },
    ];
  });
}
