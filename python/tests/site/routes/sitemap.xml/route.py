from django.http import HttpResponse


def get(request):
    return HttpResponse("<urlset/>", content_type="application/xml")
