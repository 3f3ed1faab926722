/** A file or folder: `stamp` differs when a file has another content, or when the folder is another one. */
export interface Entry {
  kind: "file" | "folder";
  stamp: string;
}

/** What a folder held when it was read, by name. */
export type Listing = ReadonlyMap<string, Entry>;

/** A name that stands for something else than before. */
export interface Difference {
  name: string;
  was: Entry | undefined;
  is: Entry | undefined;
}

/** What differs between two readings of a folder; what has gone comes first. */
export function compareListings(before: Listing, after: Listing): Difference[] {
  const gone = [...before.keys()].filter((name) => !after.has(name));
  return [...gone, ...after.keys()]
    .map((name) => ({ name, was: before.get(name), is: after.get(name) }))
    .filter(({ was, is }) => was?.kind !== is?.kind || was?.stamp !== is?.stamp);
}
