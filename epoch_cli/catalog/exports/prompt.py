"""The sections of the system prompt, from a catalog (decision 15).

`only` names what a section tells where not all of it fits; None is everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import NO_LIMIT, Component, Prop
from epoch_cli.catalog.load import Catalog
from epoch_cli.catalog.models import Field, Models


def components_text(catalog: Catalog, *, only: Collection[str] | None = None) -> str:
    """Every component with its props, one line each."""
    return "\n".join(_component_line(component) for component in _told(catalog, only))


def tokens_text(catalog: Catalog, *, only: Collection[str] | None = None) -> str:
    """Every token group with its current names."""
    return "\n".join(
        f"- {group.name}: {', '.join(token.name for token in group.tokens.values() if not token.deprecated)}"
        for group in catalog.tokens.values()
        if only is None or group.name in only
    )


def models_text(models: Models, *, only: Collection[str] | None = None) -> str:
    """The data models that context paths may name; says so when every path is free."""
    if not models:
        return "No data models are declared: any {context.path} may be used."
    told = [model for model in models if only is None or model.name in only]
    if not told:  # every path is checked all the same, so that a guess would be refused
        return "Bind no {context.path} but those that the document has."
    lines = ["Only these data models exist; a path names one (or its plural, a list of them) and follows its fields:"]
    lines += [f"- {model.name} (list: {model.plural}): {_shape_text(model.shape)}" for model in told]
    return "\n".join(lines)


def budget_text(profile: Profile) -> str:
    """The caps of a profile, and how the complexity score is counted (decision 8)."""
    caps = [
        ("nodes", "nodes"),
        ("depth", "levels of depth"),
        ("children", "children per node"),
        ("string", "characters per string"),
        ("bindings", "data bindings"),
        ("handlers", "event handlers"),
        ("patches", "operations"),
    ]
    lines = [f"- at most {getattr(profile, name)} {what}" for name, what in caps if getattr(profile, name) < NO_LIMIT]
    if profile.score < NO_LIMIT:
        lines.append(
            f"- at most {profile.score} points:"
            " 1 a node, 1 a level beyond 2, 2 a binding, 1 a handler, 3 a condition, 5 a list"
        )
    return "\n".join(lines) or "- no limits"


def accessibility_text(catalog: Catalog, *, only: Collection[str] | None = None) -> str:
    """What the accessibility rules ask, by the components that they ask it of."""
    return "\n".join(f"- {line}" for line in _accessibility_lines(_told(catalog, only)))


def _told(catalog: Catalog, only: Collection[str] | None) -> list[Component]:
    return [component for component in catalog.components.values() if only is None or component.type in only]


def _accessibility_lines(components: Sequence[Component]) -> Iterator[str]:
    named = [component for component in components if component.name.required]
    fields = [component for component in components if component.names_controls]
    for component in named:
        sources = [source if source == "text" else f"props.{source}" for source in component.name.sources]
        if component.name.inherit:
            sources += [f"the {field.names_controls} of a {field.type} around it" for field in fields]
        yield f"{component.type} needs a name: {', '.join(sources)} or props.ariaLabel. A placeholder is no name."
    for component in components:
        yield from _demands(component)
    yield "No interactive element lies inside another; headings skip no level; colour never says something alone."


def _demands(component: Component) -> Iterator[str]:
    """What a component asks of its nodes besides a name."""
    if component.requires_any:
        yield f"{component.type} needs {' or '.join(component.requires_any)}."
    if component.role == "form":
        yield f"{component.type} holds a button that submits it."
    if component.caption:
        yield f"{component.type} has a {component.caption}."
    if component.role == "image":
        yield f"{component.type} has alt text."
    if component.panels:
        yield f"{component.type} has one child for each of its {component.panels}, in their order."
    if component.tone:
        yield f"{component.type} with a {component.tone} says in words what its colour says."
    if component.mandatory and component.names_controls:
        yield f"A required control says so: set {component.mandatory} on the {component.type} around it too."


def _component_line(component: Component) -> str:
    inside = []
    if component.children:
        inside.append("children" if component.max_children >= NO_LIMIT else f"up to {component.max_children} children")
    if component.text:
        inside.append("text")
    holds = f" Holds {' and '.join(inside)}." if inside else ""
    props = ", ".join(_prop_text(prop) for prop in component.props.values())
    return f"- {component.type}: {component.description}{holds} Props: {props}"


def _prop_text(prop: Prop) -> str:
    return f"{prop.name}{'!' if prop.required else ''} ({_type_text(prop)})"


def _type_text(prop: Prop) -> str:
    words = []
    for kind in prop.types:
        if kind == "enum":
            words.append("|".join(prop.values))
        elif kind == "token":
            words.append(f"{prop.group} token")
        elif kind == "handler":
            words.append("handler name")
        elif kind == "array":
            words.append(f"array of {_items_text(prop)}")
        else:
            words.append(kind)
    return " or ".join(words)


def _items_text(prop: Prop) -> str:
    shape = ", ".join(f"{name}{'!' if field.required else ''}" for name, field in prop.fields.items())
    return " or ".join(f"{{{shape}}}" if kind == "object" and shape else kind for kind in prop.items) or "any"


def _shape_text(shape: Field) -> str:
    if shape.type == "object" and shape.fields:
        return "{" + ", ".join(f"{name}: {_shape_text(field)}" for name, field in shape.fields.items()) + "}"
    if shape.type == "array":
        return f"list of {_shape_text(shape.items) if shape.items else 'any'}"
    return shape.type
