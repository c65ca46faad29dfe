"""The API of a demonstration against its own description, by schemathesis.

Called with the address of the demonstration. It signs in as the manager of an organisation, makes
a token as people do, and lets schemathesis send what the description allows and what it forbids.
"""

import http.cookiejar
import re
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from schemathesis.cli import schemathesis

EMAIL, PASSWORD = "gestionnaire@demo.parvis.example", "trois pommes vertes"
EXAMPLES = "40"


def token(address: str) -> str:
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)

    def page(path: str, fields: dict[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(fields).encode() if fields else None
        return browser.open(address + path, body).read().decode()

    def first(pattern: str, html: str) -> str:
        found = re.search(pattern, html)
        if not found:
            sys.exit(f"no {pattern} on the page")
        return found.group(1)

    csrf = first(r'name="_csrf" value="([^"]+)"', page("/connexion"))
    page("/connexion", {"_csrf": csrf, "email": EMAIL, "password": PASSWORD})
    csrf = first(r'name="_csrf" value="([^"]+)"', page("/compte"))
    made = page("/compte/jetons", {"_csrf": csrf, "name": "Essais", "scopes": "read write"})
    return first(r"<p><code>([^<]+)</code>", made)


if __name__ == "__main__":
    address = sys.argv[1]
    schemathesis(
        [
            f"--config-file={Path(__file__).with_name('schemathesis.toml')}",
            "run",
            f"{address}/api/v1/openapi.json",
            f"--header=Authorization: Bearer {token(address)}",
            f"--max-examples={EXAMPLES}",
            "--seed=1",
            "--no-color",
        ]
    )
