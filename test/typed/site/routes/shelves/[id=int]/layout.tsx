import type { LayoutData, LayoutParams, LayoutProps } from "./$types";

export default function ShelfLayout({ data, params, children }: LayoutProps) {
  const same: LayoutData = data;
  const own: LayoutParams = same;
  return (
    <section title={own.deep.name}>
      {params.id.toFixed()}
      {children}
    </section>
  );
}
