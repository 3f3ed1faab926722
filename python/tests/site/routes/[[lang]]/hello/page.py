def get(request, lang="en"):
    return {"lang": lang}
