"""A filter for detect-secrets, which passes over the masks that logkit writes for secrets.

Its keyword plugin reports any quoted text after a name like "password", masks included: a few
characters around four asterisks, or a keyed hash. This filter keeps all plugins on. The plugin does
not report `[redacted]`.
"""

import re

MASK = re.compile(r"\S{0,8}\*{4}\S{0,4}|hash:[0-9a-f]{16}")


def is_mask(secret: str) -> bool:
    return MASK.fullmatch(secret) is not None
