"""One view per route below routes/, as djk generates them."""

from djk.views import Node, endpoint, not_found, page

_root = Node("/", layout="routes.layout", error=True, not_found=True)
_books = Node("/books", layout="routes.books.layout", error=True, not_found=True)
_books_p_slug = Node("/books/[slug]", params=("slug",), layout=True, error=True)
_slow = Node("/slow", layout="routes.slow.layout", not_found=True)
_members = Node("/members", layout="routes.members.layout", error=True)
_days_p_day = Node("/days/[day=day]", params=("day",), not_found=True)
_lab = Node("/lab", layout=True)

home = page(
    "/",
    nodes=(_root,),
    handler="routes.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
about = page(
    "/about", nodes=(_root,), template="djk_site/home.html", branch=".djk/client/branches/home.tsx"
)
books = page(
    "/books",
    nodes=(_root, _books),
    handler="routes.books.page",
    template="djk_site/books.html",
    branch=".djk/client/branches/books.tsx",
)
books_p_slug = page(
    "/books/[slug]",
    nodes=(_root, _books, _books_p_slug),
    params=("slug",),
    handler="routes.books.p_slug.page",
    template="djk_site/books.html",
    branch=".djk/client/branches/books.tsx",
)
items_p_id = page(
    "/items/[id=int]",
    nodes=(_root,),
    params=("id",),
    handler="routes.items.p_id__int.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
docs_r_path = page(
    "/docs/[...path]",
    nodes=(_root,),
    params=("path",),
    handler="routes.docs.r_path.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
cart = page(
    "/(shop)/cart",
    nodes=(_root,),
    handler="routes.g_shop.cart.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
cached = page(
    "/cached",
    nodes=(_root,),
    handler="routes.cached.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
counted = page(
    "/counted",
    nodes=(_root,),
    handler="routes.counted.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
days_p_day = page(
    "/days/[day=day]",
    nodes=(_root, _days_p_day),
    params=("day",),
    handler="routes.days.p_day__day.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
hello = page(
    "/[[lang]]/hello",
    nodes=(_root,),
    params=("lang",),
    handler="routes.p_lang__opt.hello.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
lab_deep = page(
    "/lab/deep",
    nodes=(_lab,),
    handler="routes.lab.deep.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
slow = page(
    "/slow",
    nodes=(_root, _slow),
    handler="routes.slow.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
slow_plain = page(
    "/slow/plain",
    nodes=(_slow,),
    handler="routes.slow.plain.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
members = page(
    "/members",
    nodes=(_root, _members),
    handler="routes.members.page",
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
unstyled = page(
    "/unstyled",
    nodes=(_root,),
    template="djk_site/missing.html",
    branch=".djk/client/branches/missing.tsx",
)
api_ping = endpoint("/api/ping", nodes=(_root,), handler="routes.api.ping.route")
api_shelf = endpoint("/api/shelf", nodes=(_root,), handler="routes.api.shelf.route")
api_async = endpoint("/api/async", nodes=(_root,), handler="routes.api.w_async.route")
api_legacy = endpoint("/api/legacy", nodes=(_root,), handler="routes.api.legacy.route")
members_ping = endpoint("/members/ping", nodes=(_members,), handler="routes.api.ping.route")
sitemap = endpoint("/sitemap.xml", nodes=(_root,), handler="routes.w_sitemap_2e_xml.route")

books_not_found = not_found(
    "/books#not-found",
    nodes=(_root, _books),
    template="djk_site/books.html",
    branch=".djk/client/branches/books.tsx",
)
days_p_day_not_found = not_found(
    "/days/[day=day]#not-found",
    nodes=(_root, _days_p_day),
    params=("day",),
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
members_not_found = not_found(
    "/members#not-found",
    nodes=(_root, _members),
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
slow_not_found = not_found(
    "/slow#not-found",
    nodes=(_root, _slow),
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
home_not_found = not_found(
    "/#not-found",
    nodes=(_root,),
    template="djk_site/home.html",
    branch=".djk/client/branches/home.tsx",
)
