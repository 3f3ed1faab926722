/** A file to write: `path` relative to the root that the writer is given, with forward slashes. */
export interface GeneratedFile {
  path: string;
  content: string;
}
