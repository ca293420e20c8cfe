"""The example documents of the specification, by their roots: what it calls valid has to be (decision 5)."""

from __future__ import annotations

LOGIN = {
    "type": "Card",
    "id": "loginForm",
    "props": {"padding": "lg"},
    "children": [
        {"type": "Text", "props": {"size": "h2"}, "text": "Login"},
        {
            "type": "Form",
            "props": {"layout": "vertical", "spacing": "md"},
            "children": [
                {
                    "type": "FormField",
                    "props": {"label": "Email"},
                    "children": [{"type": "Input", "props": {"type": "email"}}],
                },
                {
                    "type": "FormField",
                    "props": {"label": "Password"},
                    "children": [{"type": "Input", "props": {"type": "password"}}],
                },
                {"type": "Button", "props": {"variant": "primary"}, "text": "Sign In"},
            ],
        },
    ],
}
TABLE = {
    "type": "Card",
    "props": {"padding": "lg"},
    "children": [
        {
            "type": "DataGrid",
            "props": {
                "columns": [{"key": "name", "label": "Name"}, {"key": "email", "label": "Email"}],
                "data": "{context.users}",
                "striped": True,
            },
        }
    ],
}
MINIMAL = {
    "type": "Container",
    "props": {"padding": "md"},
    "children": [{"type": "Text", "text": "Content placeholder"}],
}
