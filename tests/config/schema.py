"""Says for each TOML text whether the JSON Schema accepts it: one line of JSON each, a text in, a flag out."""

import json
import os
import sys
import tomllib

try:
    from jsonschema import Draft202012Validator
except ImportError:
    # Older than any version: the test is skipped.
    print(json.dumps({"version": [0, 0]}))
    for line in sys.stdin:
        print("null")
    sys.exit()

path = os.path.join(os.path.dirname(__file__), "../../logkit/config.schema.json")
with open(path, encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
print(json.dumps({"version": sys.version_info[:2]}))
for line in sys.stdin:
    # Dates have no form in JSON; as texts they are refused where a text is.
    document = tomllib.loads(json.loads(line))
    print(json.dumps(validator.is_valid(document)))
