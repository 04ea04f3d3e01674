# `dlt` 1.31: which resources a source has. What they load does not matter here.
import dlt


class DltResource:
    def __init__(self, name, selected=True, parent=None, is_transformer=False):
        self.name = name
        self.selected = selected
        self.source_name = None
        self.is_transformer = is_transformer
        self.explicit_args = dlt.explicit_args
        self._parent = parent

    def _copy(self, name=None, parent=None):
        copy = DltResource(
            name or self.name, self.selected, parent or self._parent, self.is_transformer
        )
        copy.source_name = self.source_name
        return copy

    def __call__(self, *args, **kwargs):
        return self._copy()

    def __or__(self, other):
        return other._copy(parent=self) if isinstance(other, DltResource) else self

    def with_name(self, new_name):
        return self._copy(new_name)

    def clone(self, clone_name=None):
        return self._copy(clone_name)

    def bind(self, *args, **kwargs):
        return self

    def apply_hints(self, *args, **kwargs):
        return self

    def add_map(self, *args, **kwargs):
        return self

    def add_filter(self, *args, **kwargs):
        return self

    def add_yield_map(self, *args, **kwargs):
        return self

    def add_limit(self, *args, **kwargs):
        return self

    def add_step(self, *args, **kwargs):
        return self

    def add_metrics(self, *args, **kwargs):
        return self

    def parallelize(self):
        return self

    def select_tables(self, *args):
        return self


def _name(data, name):
    if isinstance(name, str):
        return name
    return data.__name__ if name is None else dlt.dynamic_name


def resource(data=None, name=None, *args, selected=True, data_from=None, **hints):
    if data is None:
        return lambda function: DltResource(_name(function, name), selected)
    return DltResource(_name(data, name), selected)


def transformer(f=None, data_from=None, name=None, *args, selected=True, **hints):
    if f is None:
        return lambda it: DltResource(_name(it, name), selected, data_from, True)
    return DltResource(_name(f, name), selected, data_from, True)


def _resources(made):
    if made is None:
        return []
    if isinstance(made, DltResource):
        return [made]
    if isinstance(made, DltSource):
        return list(made.resources.values())
    return [it for part in made for it in _resources(part)]


class DltSource:
    def __init__(self, name, resources):
        self.name = name
        self.resources = {}
        for it in resources:
            own = DltResource(it.name, it.selected, it._parent, it.is_transformer)
            own.source_name = name
            self.resources[own.name] = own
            if isinstance(own.name, str) and not hasattr(self, own.name):
                setattr(self, own.name, own)

    @property
    def selected_resources(self):
        return {name: it for name, it in self.resources.items() if it.selected}

    def with_resources(self, *names):
        source = self.clone()
        for name, it in source.resources.items():
            it.selected = name in names
        return source

    def clone(self, with_name=None):
        return DltSource(with_name or self.name, list(self.resources.values()))

    def add_limit(self, *args, **kwargs):
        return self

    def parallelize(self):
        return self


class _Factory:
    def __init__(self, function, name):
        self._function = function
        self._name = name

    def __call__(self, *args, **kwargs):
        return DltSource(self._name, _resources(self._function(*args, **kwargs)))

    def with_args(self, name=None, **options):
        return _Factory(self._function, name or self._name)

    def clone(self, name=None, **options):
        return _Factory(self._function, name or self._name)


def source(func=None, name=None, **options):
    if func is None:
        return lambda function: _Factory(function, _name(function, name))
    return _Factory(func, _name(func, name))


def _sql_database(
    credentials=None, schema=None, metadata=None, table_names=None, *args, **options
):
    if table_names is None:
        return dlt.tables_of_the_database
    return [DltResource(name) for name in table_names]


sql_database = _Factory(_sql_database, "sql_database")


def sql_table(credentials=None, table=None, *args, **options):
    return DltResource(table)


def _rest_api_resource(it):
    if isinstance(it, DltResource):
        return it
    if isinstance(it, str):
        return DltResource(it)
    if "name" not in it:
        return DltResource(dlt.rest_api_resource_name)
    return DltResource(it["name"], it.get("selected", True))


def rest_api_resources(config):
    return [_rest_api_resource(it) for it in config["resources"]]


class _RestApi(_Factory):
    def __call__(self, config, name=None, *args, **options):
        return DltSource(name or self._name, rest_api_resources(config))


rest_api_source = _RestApi(rest_api_resources, "rest_api")
