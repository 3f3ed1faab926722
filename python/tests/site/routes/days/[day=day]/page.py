def get(request, day):
    return {"weekday": day.date.isoweekday()}
