from djk import Head, Reply


def get(request):
    head = Head(title="Books & <more>", description='A "library"')
    url = request.build_absolute_uri()
    data = {"query": request.GET.urlencode(), "url": url, "text": "</script>ü"}
    return Reply(data, headers={"X-Shelf": "a"}, head=head)
