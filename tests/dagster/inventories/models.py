# Models of pydantic that configuration is validated into.

# --- models within models
#= assets: copy_7 customer field_by_name field_name field_parent field_retries id_view json older_3 orders_7 total
import dagster as dg
from enum import Enum
from typing import Optional

from pydantic import BaseModel, Field


class Kind(str, Enum):
    FACT = "fact"
    VIEW = "view"


class Column(BaseModel):
    name: str
    kind: Kind = Kind.FACT


class Table(BaseModel):
    name: str
    columns: list[Column] = Field(default_factory=list)
    by_name: dict[str, Column] = {}
    parent: Optional[Column] = None
    retries: int = 0

    @property
    def label(self):
        return f"{self.name}_{self.retries}"


table = Table.model_validate(
    {
        "name": "orders",
        "columns": [{"name": "id", "kind": "view"}],
        "by_name": {"k": {"name": "total"}},
        "parent": {"name": "customer"},
        "retries": "7",
    }
)
names = [
    table.label,
    table.columns[0].name + "_" + table.columns[0].kind.value,
    table.by_name["k"].name,
    table.parent.name,
    table.model_copy(update={"name": "copy"}).label,
    Table.parse_obj({"name": "older"}).copy(update={"retries": 3}).label,
    Table.model_validate_json('{"name": "json"}').name,
    *("field_" + name for name in table.model_dump(exclude={"columns"})),
]


def make(name):
    @dg.asset(name=name)
    def made(): ...

    return made


defs = dg.Definitions(assets=[make(name) for name in names])

# --- one of several models
#= assets: x y
import dagster as dg
from typing import Annotated, Literal, Union

from pydantic import BaseModel, Field


class File(BaseModel):
    type: Literal["file"]
    path: str


class Query(BaseModel):
    type: Literal["query"]
    table: str


class Source(BaseModel):
    items: list[Annotated[Union[File, Query], Field(discriminator="type")]]


source = Source(items=[{"type": "file", "path": "x"}, {"type": "query", "table": "y"}])


def make(item):
    @dg.asset(name=item.path if item.type == "file" else item.table)
    def made(): ...

    return made


defs = dg.Definitions(assets=[make(item) for item in source.items])

# --- a list is copied, a model is not
#= assets: one same
import dagster as dg
from pydantic import BaseModel


class Column(BaseModel):
    name: str


class Table(BaseModel):
    column: Column
    tags: list[str]


tags = ["one"]
column = Column(name="id")
table = Table(column=column, tags=tags)
tags.append("two")


def make(name):
    @dg.asset(name=name)
    def made(): ...

    return made


defs = dg.Definitions(
    assets=[make(tag) for tag in table.tags] + [make("same")] * (table.column is column)
)

# --- configuration of Dagster
#= assets: one two
import dagster as dg


class Inner(dg.Config):
    name: str = "inner"


class Outer(dg.Config):
    inner: Inner = Inner()
    many: list[Inner] = []


outer = Outer(inner={"name": "one"}, many=[{"name": "two"}])


def make(name):
    @dg.asset(name=name)
    def made(): ...

    return made


defs = dg.Definitions(assets=[make(outer.inner.name), *(make(it.name) for it in outer.many)])
