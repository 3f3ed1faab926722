from django.http import HttpResponse


def get(request):
    return HttpResponse("a,b\n", headers={"Content-Type": "text/csv", "Content-Disposition": 'inline; filename="a.csv"'})
