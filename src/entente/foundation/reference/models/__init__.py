"""What every room needs to say the same way: countries, regions, their names, and when the House sits."""

from .house import HouseSession as HouseSession
from .house import SittingCalendar as SittingCalendar
from .house import SittingDay as SittingDay
from .places import Country as Country
from .places import CountryName as CountryName
from .places import Region as Region
from .places import RegionMember as RegionMember
from .places import sound as sound
