"""The passes of the adaptation, in the order in which they run."""

from __future__ import annotations

from defender_tui.kql.adapt.as_names import as_names
from defender_tui.kql.adapt.columns import columns
from defender_tui.kql.adapt.draft import Pass
from defender_tui.kql.adapt.evaluate import evaluate
from defender_tui.kql.adapt.every_column import every_column
from defender_tui.kql.adapt.externaldata import externaldata
from defender_tui.kql.adapt.extremes import extremes
from defender_tui.kql.adapt.functions import convert_extracted, mark_inexact
from defender_tui.kql.adapt.functions_enrichment import enrich
from defender_tui.kql.adapt.functions_ipv4_lookup import join_on_networks
from defender_tui.kql.adapt.grammar import grammar
from defender_tui.kql.adapt.joins import joins
from defender_tui.kql.adapt.keywords import keywords
from defender_tui.kql.adapt.let_functions import let_functions
from defender_tui.kql.adapt.letter_case import letter_case
from defender_tui.kql.adapt.make_series import make_series
from defender_tui.kql.adapt.mv_apply import mv_apply
from defender_tui.kql.adapt.mv_expand import mv_expand
from defender_tui.kql.adapt.names import numbered_names
from defender_tui.kql.adapt.options import options
from defender_tui.kql.adapt.parentheses import parentheses
from defender_tui.kql.adapt.parse_patterns import parse_patterns
from defender_tui.kql.adapt.refused import refused
from defender_tui.kql.adapt.render import render
from defender_tui.kql.adapt.rows import rows
from defender_tui.kql.adapt.spelling import spelling
from defender_tui.kql.adapt.ticks import ticks
from defender_tui.kql.adapt.time_generated import time_generated
from defender_tui.kql.adapt.top_nested import top_nested
from defender_tui.kql.adapt.union_sources import union_sources

PASSES: tuple[Pass, ...] = (
    refused,
    options,
    render,
    union_sources,
    keywords,
    spelling,
    extremes,
    let_functions,
    mark_inexact,
    convert_extracted,
    enrich,
    join_on_networks,
    externaldata,
    time_generated,
    every_column,
    parentheses,
    as_names,
    letter_case,
    joins,
    mv_expand,
    parse_patterns,
    mv_apply,
    make_series,
    top_nested,
    evaluate,
    columns,
    rows,
    ticks,
    numbered_names,
    grammar,
)
