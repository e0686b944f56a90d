"""A made-up municipality for demonstrations and measurements: made-up people, real rules."""

from workbench.demo.generator import DemoResult, ScaleName, generate
from workbench.demo.model import GuideEntry

__all__ = ["DemoResult", "GuideEntry", "ScaleName", "generate"]
