// What the pages say: made from a fixed seed, so that every system renders the same words.

const wordList = (
  "river stone amber quiet lantern orbit maple signal harbor velvet copper meadow " +
  "winter cipher garden ember canyon silver thread window mosaic pepper violin summit"
).split(" ");

let seed = 42;

/** One hundred posts: slug, title, date, tags, excerpt, and a body of five paragraphs. */
export const posts = Array.from({ length: 100 }, (_, index) => ({
  slug: `post-${String(index).padStart(3, "0")}`,
  title: capitalize(pickWords(4)),
  date: new Date(Date.UTC(2024, 0, 1 + index * 3)).toISOString().slice(0, 10),
  tags: [wordList[pick(8)], wordList[8 + pick(8)], wordList[16 + pick(8)]],
  excerpt: `${capitalize(pickWords(24))}.`,
  body: Array.from({ length: 5 }, () => `${capitalize(pickWords(60))}.`),
}));

/** The further pages of a site that has so many: number, name in the URL, three paragraphs each. */
export function listPages(count) {
  return Array.from({ length: count }, (_, number) => ({
    number,
    name: formatPageName(number),
    title: `Page ${number}`,
    paragraphs: [0, 1, 2].map((index) => formatParagraph(number, index)),
  }));
}

/** `page-0007` for 7. */
export function formatPageName(number) {
  return `page-${String(number).padStart(4, "0")}`;
}

function formatParagraph(number, index) {
  const first = wordList[(number + index) % wordList.length];
  const second = wordList[(number * 7 + index) % wordList.length];
  return `Page ${number} paragraph ${index}: ${first} ${second}.`;
}

function pickWords(count) {
  return Array.from({ length: count }, () => wordList[pick(wordList.length)]).join(" ");
}

/** A whole number below `limit`, from the linear congruential generator of ANSI C. */
function pick(limit) {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed % limit;
}

function capitalize(text) {
  return text[0].toUpperCase() + text.slice(1);
}
