"""The types of what queries take and answer: rows of columns, whichever they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select

AnyRow = Row[*tuple[Any, ...]]
Rows = Sequence[AnyRow]
AnySelect = Select[*tuple[Any, ...]]
