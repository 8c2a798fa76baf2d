"""A rule's case law: facts, a day, a pack, and which rules fire on them."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from iopctl.model.frozen import Document, Frozen
from iopctl.model.words import PackId, RuleCode, Text, Texts

_FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[A-Za-z0-9._-]+)*\.toml$")]
_Codes = Annotated[tuple[RuleCode, ...], Field(strict=False)]


class Case(Frozen):
    """One case. `facts` is a chart or a program as TOML; `files` are whole files by name, for rules about files.

    `fires` are the codes that must be among the findings of the pack on that day, `silent` those that must not be;
    `says` are the messages of the rule the case belongs to, in order.
    """

    title: Text
    pack: PackId
    as_of: date
    facts: Text = ""
    files: dict[_FileName, Text] = {}
    fires: _Codes = ()
    silent: _Codes = ()
    says: Texts = ()
    example: Literal["passing", "failing"] | None = None  # printed by `rules explain`

    @model_validator(mode="after")
    def _facts_or_files(self) -> Self:
        if bool(self.facts) == bool(self.files):
            raise ValueError("give facts, or files")
        return self


class CaseFile(Document):
    """data/cases/*.toml: the cases of one rule."""

    rule: RuleCode
    cases: Annotated[tuple[Case, ...], Field(strict=False)]

    @property
    def passing(self) -> Case:
        """The example on which the rule is silent."""
        return next(case for case in self.cases if case.example == "passing")

    @property
    def failing(self) -> Case:
        """The example on which the rule fires."""
        return next(case for case in self.cases if case.example == "failing")

    @model_validator(mode="after")
    def _every_case_is_about_the_rule(self) -> Self:
        if not all((self.rule in case.fires) != (self.rule in case.silent) for case in self.cases):
            raise ValueError("every case says whether its own rule fires or is silent")
        examples = [case.example for case in self.cases if case.example]
        if sorted(examples) != ["failing", "passing"]:
            raise ValueError("one case is the passing example, one the failing example")
        if self.rule not in self.passing.silent or self.rule not in self.failing.fires:
            raise ValueError("the rule fires in the failing example and is silent in the passing one")
        return self
