"""The Django side of this site, as djk generates it."""

from pathlib import Path

from djk.finder import install

install(
    Path(__file__).resolve().parents[1],
    {
        "routes": "routes",
        "routes.books": "routes/books",
        "routes.books.p_slug": "routes/books/[slug]",
        "routes.items": "routes/items",
        "routes.items.p_id__int": "routes/items/[id=int]",
        "routes.docs": "routes/docs",
        "routes.docs.r_path": "routes/docs/[...path]",
        "routes.g_shop": "routes/(shop)",
        "routes.g_shop.cart": "routes/(shop)/cart",
        "routes.p_lang__opt": "routes/[[lang]]",
        "routes.p_lang__opt.hello": "routes/[[lang]]/hello",
        "routes.cached": "routes/cached",
        "routes.counted": "routes/counted",
        "routes.days": "routes/days",
        "routes.days.p_day__day": "routes/days/[day=day]",
        "routes.lab": "routes/lab",
        "routes.lab.deep": "routes/lab/deep",
        "routes.slow": "routes/slow",
        "routes.slow.plain": "routes/slow/plain",
        "routes.members": "routes/members",
        "routes.api": "routes/api",
        "routes.api.ping": "routes/api/ping",
        "routes.api.shelf": "routes/api/shelf",
        "routes.api.w_async": "routes/api/async",
        "routes.api.legacy": "routes/api/legacy",
        "routes.w_sitemap_2e_xml": "routes/sitemap.xml",
    },
)
