"""Sunrise, sunset and the length of the day, from latitude and date."""

from sundial.daylight import day_length, declination

__all__ = ["day_length", "declination"]
