"""The geometry of daylight, without refraction and without the width of the sun."""

from datetime import date
from math import acos, cos, degrees, pi, radians, sin, tan

OBLIQUITY = 23.44
"""Tilt of the Earth's axis, in degrees."""


def declination(day: date) -> float:
    """Height of the sun above the plane of the equator at noon, in degrees."""
    since_solstice = day.timetuple().tm_yday + 10
    return -OBLIQUITY * cos(2 * pi * since_solstice / 365.25)


def day_length(latitude: float, day: date) -> float:
    """Hours between sunrise and sunset: 0 in the polar night, 24 under the midnight sun.

    >>> round(day_length(0, date(2026, 6, 21)), 1)
    12.0
    """
    if abs(latitude) >= 90:
        above = sin(radians(declination(day))) * latitude > 0
        return 24.0 if above else 0.0
    noon = -tan(radians(latitude)) * tan(radians(declination(day)))
    return 24 * degrees(acos(max(-1.0, min(1.0, noon)))) / 180
