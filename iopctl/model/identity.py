"""Who the patient is: the only file with a name, never committed unsealed."""

from datetime import date

from iopctl.model.frozen import Document
from iopctl.model.words import Text, Texts


class Identity(Document):
    """identity.toml. The birth date is compared with the plan; nothing of it is ever printed."""

    name: Text | None = None
    born_on: date | None = None
    contacts: Texts = ()
