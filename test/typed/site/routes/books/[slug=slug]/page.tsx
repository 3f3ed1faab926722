import { api, href, Link, useRouteData } from "djk/react";
import type { BookCard, BookDetail, Box, Money, PageProps, Params, Query, ReviewItem } from "./$types";

function describe(pet: { kind: "cat"; lives: number } | { kind: "dog"; tricks: string[] }): string {
  return pet.kind === "cat" ? pet.lives.toFixed() : pet.tricks.join(", ");
}

export default function Book({ data, params, query }: PageProps) {
  const book: BookDetail = data.book;
  const status: "draft" | "live" = book.status;
  const published: string | null = book.published;
  const review: ReviewItem | undefined = data.reviews[0];
  const cards: Box<BookCard> = data.related;
  const names = cards.items.map((card) => card.author.name.toUpperCase());
  const total: Money = data.total;
  const currency: "EUR" | "USD" = total.currency;
  const { all } = data;
  const taken: Params & Query = { ...params, ...query };
  const sort: "new" | "top" = taken.sort;
  const notice: string | null = useRouteData("/").notice;
  const search = async () => {
    const hits = await api.get("/api/search", { query: { q: "dune", tag: ["a"] } });
    const added = await api.post("/api/search", { body: { title: hits[0]?.title ?? "", genre: "novel" } });
    const pages = added.marks.map((mark) => mark.page.toFixed() + mark.note.trim());
    await api.post("/api/search", { body: { title: pages.join(), genre: "novel", marks: [{ page: 1 }] } });
    const hit = await api.put("/api/search");
    await api.put("/api/search", { body: [{ page: 2, note: "good" }] });
    await api.delete("/api/books/[id=int]", { params: { id: hit.id } });
    return api.get("/api/books/[id=int]", { params: { id: 1 } });
  };
  return (
    <article>
      <h1 title={status}>
        {book.title} {book.id.toFixed()} {book.reading_time.toFixed()} {book.author.name} {book.cover ?? ""}
      </h1>
      <time dateTime={review?.created}>{published?.slice(0, 10)}</time>
      {review?.stars?.toFixed()} {names} {total.amount} {currency} {sort} {notice} {cards.next?.toFixed()}
      {all.day} {all.at} {all.takes} {all.id} {all.raw} {all.flag} {all.ratio?.toFixed()} {all.nothing}
      {all.whatever} {all.pair?.[0].toFixed()} {all.pair?.[1].trim()} {all.several?.[0]?.toFixed()}
      {all.names?.join()} {all.counts?.a?.toFixed()} {all.by_genre?.novel?.amount} {all.genre}
      {all.point?.x.toFixed()} {all.tree?.children[0]?.children[0]?.label} {all.pet && describe(all.pet)}
      {all.cards?.items[0]?.slug}
      <Link to="/books/[slug=slug]" params={params} query={{ page: query.page + 1 }}>
        Next
      </Link>
      <Link to="/shelves/[id=int]/[[sort]]" params={{ id: 3 }}>
        Shelf
      </Link>
      <a href={href("/files/[...path]", { params: { path: "a/b" } })}>{params.slug}</a>
      <a href={href("/", { query: { theme: "dark" } })}>Home</a>
      <button type="button" onClick={search}>
        Search
      </button>
    </article>
  );
}
