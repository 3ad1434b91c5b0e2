"""An invented working year, clearly labelled, so that every screen can be seen full; and twenty of them for stress.

Rows are written straight and in bulk, as years of real work would have left them; visits, candidacies, joint products,
exchanges, negotiations and years in the chair are walked through the verbs of their rooms. Tests ask whether any of it
could not have come about. Everything invented cites the source `invented` and bears “(invented)” in its title; while it
is there, every page says so.
"""

from .years import Size as Size
from .years import invent as invent
from .years import is_there as is_there
