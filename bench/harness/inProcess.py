"""Answers requests inside this process: each line of input is a path and a count, each line of output the times.

The times are nanoseconds for one call of the WSGI application, its whole response read and closed.
"""

import gc
import json
import sys
from time import perf_counter_ns

from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

application = get_wsgi_application()


def answer(path):
    """Call the application as a server does; return the status and the length of the body."""
    status = []
    environ = RequestFactory(headers={"host": "127.0.0.1"}).get(path).environ
    start = perf_counter_ns()
    response = application(environ, lambda line, headers, error=None: status.append(line))
    length = sum(len(part) for part in response)
    response.close()
    return perf_counter_ns() - start, status[0], length


for line in sys.stdin:
    path, count = line.split()
    gc.collect()
    answers = [answer(path) for _ in range(int(count))]
    wrong = [status for _, status, _ in answers if not status.startswith("200")]
    if wrong:
        sys.exit(f"{path} answers {wrong[0]}")
    times = [nanoseconds for nanoseconds, _, _ in answers]
    print(json.dumps({"times": times, "bytes": answers[0][2]}), flush=True)
