"""The typed schema of params.yaml and its reader. Imports no other package of ours, and nothing slow."""

from conteur.params.load import ROOT_PARAMS, load_params, parse_params
from conteur.params.schema import (
    AttentionParams,
    ComparisonParams,
    DataParams,
    EvaluateParams,
    FfnParams,
    ModelParams,
    NormParams,
    OptimizerParams,
    PositionParams,
    ProjectParams,
    SampleParams,
    ScheduleParams,
    TokenizerParams,
    TrainParams,
)

__all__ = [
    "ROOT_PARAMS",
    "AttentionParams",
    "ComparisonParams",
    "DataParams",
    "EvaluateParams",
    "FfnParams",
    "ModelParams",
    "NormParams",
    "OptimizerParams",
    "PositionParams",
    "ProjectParams",
    "SampleParams",
    "ScheduleParams",
    "TokenizerParams",
    "TrainParams",
    "load_params",
    "parse_params",
]
