"""What people are told about travel, by noun. Importing this declares every word."""

from . import formalities as formalities
from . import proposals as proposals
from . import quarters as quarters
from . import trips as trips
