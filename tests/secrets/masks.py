"""A filter for detect-secrets: what logkit writes in the place of a secret is none.

Its keyword plugin takes whatever stands in quotes behind a name like "password" for a secret, so
also a mask: a few characters that are kept around four asterisks, or a keyed hash. No plugin is
switched off for that. (`[redacted]` it does not take for one.)
"""

import re

MASK = re.compile(r"\S{0,8}\*{4}\S{0,4}|hash:[0-9a-f]{16}")


def is_mask(secret: str) -> bool:
    return MASK.fullmatch(secret) is not None
