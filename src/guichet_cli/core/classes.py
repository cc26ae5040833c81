"""Classes of data, as `dataclasses` and `typing` declare them, without their price: they compile Python for each class at every start.

To a type checker these are the ones of the standard library; `dataclasses.replace` and `fields` understand their instances.
"""

from __future__ import annotations

import collections
from operator import attrgetter

TYPE_CHECKING = False  # `typing` costs as much as making forty classes
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from dataclasses import dataclass, field, replace
    from typing import Any, NamedTuple, NoReturn, Self

COLD = 1_000
"""How many instances a class has before its `__init__` is compiled: a batch pays for `dataclasses`, one dossier never."""
__all__ = ["NamedTuple", "dataclass", "field", "replace"]


class _Factory:
    """A default that is made for each instance."""

    __slots__ = ("make",)

    def __init__(self, *, default_factory: Callable[[], Any]) -> None:
        self.make = default_factory


class _Described:
    """The fields of a class as `dataclasses` describes them, made once somebody asks."""

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields: Mapping[str, Any] | None = None

    def __get__(self, _instance: object, owner: Any) -> Mapping[str, Any]:
        from dataclasses import fields, make_dataclass

        if self.fields is None:
            described = fields(make_dataclass(owner.__name__, owner.__slots__))
            self.fields = {each.name: each for each in described}
        return self.fields


def _dataclass(*, slots: bool, frozen: bool = False, kw_only: bool = False) -> Callable[[Any], Any]:
    """Give what makes a class of data; all of them have slots."""
    if not slots:
        raise TypeError("slots=True is the only form")
    return lambda cls: _made(cls, frozen=frozen, kw_only=kw_only)


def _replace(instance: Any, /, **changes: Any) -> Any:
    """Give an instance like another, with some fields changed."""
    for name in instance.__slots__:
        if name not in changes:
            changes[name] = getattr(instance, name)
    return type(instance)(**changes)


def _made(cls: Any, *, frozen: bool, kw_only: bool) -> Any:
    """Give a class anew, with slots for its annotated names and the methods of a class of data."""
    names = tuple(cls.__annotations__)
    body = {name: value for name, value in vars(cls).items() if name not in {"__dict__", "__weakref__"}}
    defaults = {name: body.pop(name) for name in names if name in body}
    body |= {"__slots__": names, "__qualname__": cls.__qualname__, "__dataclass_fields__": _Described()}
    body |= {"__repr__": _represented, "__reduce__": _reduced, "__match_args__": () if kw_only else names}
    if frozen:
        body |= {"__setattr__": _refused, "__delattr__": _refused}
    new = type(cls)(cls.__name__, cls.__bases__, body)
    several = attrgetter(*names)
    values = several if len(names) > 1 else lambda one: (several(one),)
    new.__init__ = _initialiser(new, names, defaults, frozen=frozen, kw_only=kw_only)
    new.__eq__ = lambda one, other: values(one) == values(other) if other.__class__ is one.__class__ else NotImplemented
    new.__hash__ = (lambda one: hash(values(one))) if frozen else None
    return new


def _initialiser(cls: Any, names: Sequence[str], defaults: Mapping[str, Any], *, frozen: bool, kw_only: bool) -> Any:
    """Give the `__init__` of a class."""
    setters = tuple((name, getattr(cls, name).__set__) for name in names)
    factories = [(name, default.make) for name, default in defaults.items() if isinstance(default, _Factory)]
    constants = {name: default for name, default in defaults.items() if not isinstance(default, _Factory)}
    count, known = len(names), frozenset(names)

    left = iter(range(COLD))

    def initialise(self: Any, /, *values: Any, **given: Any) -> None:
        if next(left, None) is None:
            cls.__init__ = _compiled(names, defaults, frozen=frozen, kw_only=kw_only)
        if values:
            named = dict(zip(names, values, strict=False))
            if kw_only or len(values) > count or not given.keys().isdisjoint(named):
                raise TypeError(f"{cls.__qualname__}: too many values without a name")
            given |= named
        if len(given) < count:
            given = {**constants, **given}
            for name, make in factories:
                if name not in given:
                    given[name] = make()
        if given.keys() != known:
            raise TypeError(f"{cls.__qualname__}: {', '.join(sorted(known ^ given.keys()))} missing or unknown")
        for name, put in setters:
            put(self, given[name])

    return initialise


def _compiled(names: Sequence[str], defaults: Mapping[str, Any], *, frozen: bool, kw_only: bool) -> Any:
    """Give the `__init__` of a class as `dataclasses` compiles it: worth its price once there are many instances."""
    from dataclasses import field, make_dataclass

    asked: list[Any] = []
    for name in names:
        default = defaults.get(name, _compiled)
        if default is _compiled:
            asked.append(name)
        elif isinstance(default, _Factory):
            asked.append((name, "object", field(default_factory=default.make)))
        else:
            asked.append((name, "object", field(default=default)))
    compiled: Any = make_dataclass("Compiled", asked, frozen=frozen, kw_only=kw_only)
    return compiled.__init__


def _represented(self: Any) -> str:
    """Give an instance as Python writes it."""
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


def _reduced(self: Any) -> tuple[Any, ...]:
    """Give an instance as `pickle` and `copy` take it."""
    return _again, (type(self), tuple(getattr(self, name) for name in self.__slots__))


def _again(cls: Any, values: Sequence[Any]) -> Any:
    """Give an instance that was pickled or copied."""
    return cls(**dict(zip(cls.__slots__, values, strict=True)))


def _refused(_self: Any, name: str, *_value: Any) -> NoReturn:
    """Refuse to change an instance."""
    raise AttributeError(f"cannot assign to field {name!r}")


class _Named(tuple):  # type: ignore[type-arg]
    """A tuple whose items have names."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        """Give an instance of so many values."""
        return cls(*values)

    def _asdict(self) -> dict[str, Any]:
        """Give the values by name."""
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, /, **changes: Any) -> Self:
        """Give an instance like this one, with some values changed."""
        return type(self)(**{**self._asdict(), **changes})

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


class _Naming(type):
    """Makes a tuple with names of a class that only declares them."""

    def __new__(cls, name: str, _bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        names = tuple(body.get("__annotations__", ()))
        defaults = {each: body.pop(each) for each in names if each in body}
        getter: Any = vars(collections)[
            "_tuplegetter"
        ]  # what `collections` itself reads an item with, by any interpreter
        body |= {each: getter(index, "") for index, each in enumerate(names)}
        body |= {"__slots__": (), "_fields": names, "__match_args__": names, "__new__": _maker(names, defaults)}
        return type(name, (_Named,), body)


def _maker(names: Sequence[str], defaults: Mapping[str, Any]) -> Any:
    """Give the `__new__` of a tuple with names."""
    count, known, make = len(names), frozenset(names), tuple.__new__

    def made(cls: Any, /, *values: Any, **given: Any) -> Any:
        if given or len(values) != count:
            named = dict(zip(names, values, strict=False))
            whole = {**defaults, **named, **given}
            if len(values) > count or whole.keys() != known or not given.keys().isdisjoint(named):
                raise TypeError(f"{cls.__qualname__}: values of {', '.join(names)} are missing, unknown or too many")
            values = tuple([whole[name] for name in names])
        return make(cls, values)

    return made


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _Factory, _replace
    NamedTuple = type.__new__(_Naming, "NamedTuple", (), {})
