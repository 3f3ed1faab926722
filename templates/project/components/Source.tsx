import type { ReactNode } from "react";

/** A part of a page that names the file it comes from. */
export function Source({ file, children }: { file: string; children: ReactNode }) {
  return (
    <section className="source">
      <p className="source-file">
        <code>{file}</code>
      </p>
      {children}
    </section>
  );
}
