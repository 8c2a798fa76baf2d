"""A chart as a FHIR R4 Bundle in the US Core profiles, and back.

Each module writes some resources and reads them again. What comes out holds nothing that does not come back; what
does not is named, found by reading what was written.
"""

from iopctl.export.fhir.bundle import Exported, bundle_of, came_back, is_ours, plan_in

__all__ = ["Exported", "bundle_of", "came_back", "is_ours", "plan_in"]
