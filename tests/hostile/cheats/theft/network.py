"""Fetches help from outside, and from servers on the grader's machine."""
# ruff: noqa

# %% before
import socket
import urllib.request

for host, port in (("192.0.2.1", 80), ("127.0.0.1", 8888), ("127.0.0.1", 8787), ("::1", 80)):
    try:
        print(socket.create_connection((host, port), timeout=1).recv(1000))
    except OSError as error:
        print(error)
try:
    print(urllib.request.urlopen("http://192.0.2.1/answers", timeout=1).read())
except OSError as error:
    print(error)
