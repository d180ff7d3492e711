"""Ways of standing before a portal in vain."""
import contextlib
import socket


@contextlib.contextmanager
def refused_port():
    """A port where nobody listens, and nobody can begin to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def at_another_address(bench, url):
    """The configuration and every webhook say that the portal is at `url`."""
    bench.configure(bench.portal_lines(url=url))
    for name in ("portal/webhooks.csv", "portal/admin.webhook"):
        bench.write(name, bench.path(name).read_text().replace(bench.portal.url, url))
