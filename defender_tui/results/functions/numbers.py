"""Numbers, chance and distance on the globe.

Source: https://learn.microsoft.com/en-us/kusto/query/rand-function
Source: https://learn.microsoft.com/en-us/kusto/query/sqrt-function
Source: https://learn.microsoft.com/en-us/kusto/query/log-function
Source: https://learn.microsoft.com/en-us/kusto/query/assert-function
Source: https://learn.microsoft.com/en-us/kusto/query/geo-distance-2points-function
Source: https://learn.microsoft.com/en-us/kusto/query/geo-point-in-circle-function
"""

from __future__ import annotations

from defender_tui.results.functions.spelling import bound, function, text

# The mean radius that the service's own examples agree with.
_EARTH_RADIUS_M = 6371010


def _not_of_negative(name: str) -> str:
    return f"CASE WHEN __k.x >= 0 OR isnan(__k.x) THEN {name}(__k.x) END"


def _sqrt(value: str) -> str:
    return bound(_not_of_negative("sqrt"), x=f"CAST({value} AS DOUBLE)")


def _log(value: str) -> str:
    return bound(_not_of_negative("ln"), x=f"CAST({value} AS DOUBLE)")


def _log10(value: str) -> str:
    return bound(_not_of_negative("log10"), x=f"CAST({value} AS DOUBLE)")


def _log2(value: str) -> str:
    return bound(_not_of_negative("log2"), x=f"CAST({value} AS DOUBLE)")


def _rand(below: str | None = None) -> str:
    return "random()" if below is None else f"floor(random() * ({below}))"


def _new_guid() -> str:
    return "uuid()"


def _bit_count(value: str) -> str:
    return f"CAST(bit_count(CAST({value} AS BIGINT)) AS BIGINT)"


def _insist(condition: str, message: str) -> str:
    return f"CASE WHEN {condition} THEN true ELSE error({text(message)}) END"


def _distance(longitude: str, latitude: str, to_longitude: str, to_latitude: str) -> str:
    """Metres on a sphere; null for a place that is not on it."""
    return bound(
        _on_globe("__k.a", "__k.b", "__k.c", "__k.d"),
        a=f"CAST({longitude} AS DOUBLE)",
        b=f"CAST({latitude} AS DOUBLE)",
        c=f"CAST({to_longitude} AS DOUBLE)",
        d=f"CAST({to_latitude} AS DOUBLE)",
    )


def _on_globe(x1: str, y1: str, x2: str, y2: str) -> str:
    half = (
        f"pow(sin(radians({y2} - {y1}) / 2), 2)"
        f" + cos(radians({y1})) * cos(radians({y2})) * pow(sin(radians({x2} - {x1}) / 2), 2)"
    )
    are_places = f"abs({x1}) <= 180 AND abs({x2}) <= 180 AND abs({y1}) <= 90 AND abs({y2}) <= 90"
    metres = f"2 * {_EARTH_RADIUS_M} * asin(sqrt(least(1.0::DOUBLE, {half})))"
    return f"CASE WHEN {are_places} THEN {metres} END"


def _in_circle(longitude: str, latitude: str, to_x: str, to_y: str, radius_m: str) -> str:
    return f"({_distance(longitude, latitude, to_x, to_y)} <= {radius_m})"


def _magnitude(value: str) -> str:
    """The number or timespan without its sign."""
    return f"greatest({value}, -({value}))"


FUNCTIONS = (
    function("sqrt", _sqrt),
    function("log", _log),
    function("log10", _log10),
    function("log2", _log2),
    function("abs", _magnitude),
    function("rand", _rand, 0, 1),
    function("new_guid", _new_guid, 0),
    function("bitset_count_ones", _bit_count),
    function("assert", _insist, 2),
    function("geo_distance_2points", _distance, 4),
    function("geo_point_in_circle", _in_circle, 5),
)
