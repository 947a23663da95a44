"""The contract between harness and implementation under test, version 1.

`openapi.yaml` and the schemas beside it are the authority. `faults` says in sentences
where a document breaks its schema.
"""

from harness.contract.checking import faults
from harness.contract.schemas import KINDS, VERSION, openapi, schema

__all__ = ["KINDS", "VERSION", "faults", "openapi", "schema"]
