"""What models write, and what is made of it: a table by rule."""

from __future__ import annotations

from typing import Any, NamedTuple

from .healed import NEXT


class Case(NamedTuple):
    """One text.

    Attributes:
        rules: the rules that are used, in the order of the text.
        text: what belongs to the value.
        value: what it means; None when it cannot be healed.
        rest: what stands behind.
        in_list: it is an item of an array.
    """

    rules: str
    text: str
    value: dict[str, Any] | None
    rest: str = "\n" + NEXT
    in_list: bool = False


def add(value: Any, path: str = "/root") -> dict[str, Any]:
    return {"op": "add", "path": path, "value": value}


def replace(value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": "/root/props/size", "value": value}


TEXT = {"type": "Text", "text": "Hi"}
STACK = {"type": "Stack", "children": [TEXT]}
_ADD = '{"op":"add","path":"/root","value":'
_REPLACE = '{"op":"replace","path":"/root/props/size","value":'
_STACK = _ADD + '{"type":"Stack","children":['
_TEXT = '{"type":"Text","text":"Hi"}'

CASES = [
    # extra-closer
    Case("extra-closer", _STACK + _TEXT + "]}]}", add(STACK)),
    Case("extra-closer", _STACK + _TEXT + "}}}", add(STACK)),
    Case("extra-closer", _STACK + _TEXT + "}," + _TEXT + "]}}", add({"type": "Stack", "children": [TEXT, TEXT]})),
    Case("extra-closer", _STACK + '{"type":"Card","children":[' + _TEXT + "}," + _TEXT + "]}]}}",
         add({"type": "Stack", "children": [{"type": "Card", "children": [TEXT, TEXT]}]})),
    Case("extra-closer", _STACK + '{"type":"Card","props":{"a":1}},"children":[]}]}}',
         add({"type": "Stack", "children": [{"type": "Card", "props": {"a": 1}, "children": []}]})),
    Case("extra-closer", _STACK + _TEXT + "]," + _TEXT + "]}}", add({"type": "Stack", "children": [TEXT, TEXT]})),
    Case("extra-closer", _REPLACE + '["a","b"}}', replace(["a", "b"])),
    # missing-closer
    Case("missing-closer", _ADD + _TEXT, add(TEXT)),
    Case("missing-closer", _STACK + _TEXT, add(STACK)),
    Case("missing-closer", _STACK + _TEXT + "}}", add(STACK)),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), NEXT),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), " , " + NEXT),
    Case("missing-closer", _ADD + '{"type":"Text","text":"Hi"', add(TEXT), "," + NEXT),
    Case("missing-closer", _STACK + _TEXT + "]", add(STACK), "\n" + NEXT),
    Case("missing-closer", _STACK + _TEXT, add(STACK), ",\n" + NEXT),
    Case("missing-closer", _REPLACE + '"lg"', replace("lg"), ""),
    Case("missing-closer", _REPLACE + '"lg"', replace("lg"), "\n"),
    Case("missing-closer", _REPLACE + "12", replace(12), "\n"),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), "\nThat is the whole screen."),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), "\n```\n"),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), "```"),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), "]", in_list=True),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), "\n]", in_list=True),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), ',{"path":"/a","op":"remove"}]', in_list=True),
    Case("missing-closer", _STACK + '{"type":"Text","text":"Hi",' + _TEXT + "]}}",
         add({"type": "Stack", "children": [TEXT, TEXT]})),
    Case("missing-closer", _STACK + _TEXT + ',"props":{"gap":"md"}}}', add({**STACK, "props": {"gap": "md"}})),
    Case("missing-closer", '{\n  "op": "add",\n  "path": "/root",\n  "value": {\n    "type": "Text"\n  }',
         add({"type": "Text"})),
    Case("missing-closer", '{\n  "op": "add",\n  "path": "/root",\n  "value": {\n    "type": "Text"\n  }',
         add({"type": "Text"}), "\n\nHope this helps!"),
    Case("missing-closer", _STACK + "\n" + _TEXT + "\n]\n}", add(STACK), "\n,\n" + NEXT),
    # missing-comma, trailing-comma, missing-colon, missing-value
    Case("missing-comma", _ADD + '{"type":"Text" "text":"Hi"}}', add(TEXT)),
    Case("missing-comma", _ADD + '{"type":"Text"\n"text":"Hi"}}', add(TEXT)),
    Case("missing-comma", _STACK + _TEXT + _TEXT + "]}}", add({"type": "Stack", "children": [TEXT, TEXT]})),
    Case("missing-comma", _STACK + "\n" + _TEXT + "\n" + _TEXT + "]}}",
         add({"type": "Stack", "children": [TEXT, TEXT]})),
    Case("missing-comma", _REPLACE + '["a" "b"]}', replace(["a", "b"])),
    Case("trailing-comma", _ADD + '{"type":"Text","text":"Hi",}}', add(TEXT)),
    Case("trailing-comma", _STACK + _TEXT + ",]}}", add(STACK)),
    Case("trailing-comma", _STACK + _TEXT + "]},}", add(STACK)),
    Case("trailing-comma", _ADD + '{"type":"Text",,"text":"Hi"}}', add(TEXT)),
    Case("missing-colon", _ADD + '{"type" "Text","text":"Hi"}}', add(TEXT)),
    Case("missing-colon", _ADD + '{"type"::"Text","text":"Hi"}}', add(TEXT)),
    Case("missing-colon", '{"op":"add","path":"/root","value"' + _TEXT + "}", add(TEXT)),
    Case("missing-value", _ADD + '{"type":"Text","id":,"text":"Hi"}}', add(TEXT)),
    Case("missing-value", _ADD + '{"type":"Text","text":"Hi","props":}}', add(TEXT)),
    Case("", '{"op":"replace","path":"/root","value":}', None),
    # quotes
    Case("single-quotes", "{'op':'add','path':'/root','value':{'type':'Text','text':'Hi'}}", add(TEXT)),
    Case("single-quotes", _ADD + "{'type':'Text','text':'It\\'s \"ok\", isn't it'}}",
         add({"type": "Text", "text": "It's \"ok\", isn't it"})),
    Case("smart-quotes", "{“op”:“add”,“path”:“/root”,“value”:{“type”:“Text”,“text”:“Hi”}}", add(TEXT)),
    Case("smart-quotes", _ADD + "{„type“:„Text“,«text»:‘Hi’}}", add(TEXT)),
    Case("smart-quotes", _ADD + '{“type": "Text", "text": “Hi"}}', add(TEXT)),
    Case("unquoted-key", '{op:"add", path :"/root",value:{type:"Text",text:"Hi"}}', add(TEXT)),
    Case("unquoted-value", _ADD + '{"type":Text,"text":"Hi"}}', add(TEXT)),
    Case("unquoted-value", _ADD + '{"type":"Text","id": main,"text":"Hi"}}', add(TEXT)),
    Case("unquoted-value", _ADD + '{"type":"Text","label": a b c,"text":"Hi"}}', add(TEXT)),
    Case("", '{"op":"remove","path":/root/children/0}', None),
    Case("missing-quote", _ADD + '{"type":"Text,"text":"Hi"}}', add(TEXT)),
    Case("missing-quote", _ADD + '{"type":"Text","text":"Hi,\n"props":{}}}', add({**TEXT, "props": {}})),
    Case("missing-quote", _ADD + '{\n"type":"Text",\n"text":"Hi\n}}', add(TEXT)),
    Case("", _ADD + '{"type":"Text","id":"main,"text":"Hi"}}', None),
    # comments, literals
    Case("comment", _ADD + '{"type":"Text", /* the title, {"op" */ "text":"Hi"}}', add(TEXT)),
    Case("comment", _ADD + '{ // a text\n"type":"Text","text":"Hi" # that is all\n}}', add(TEXT)),
    Case("python-literal", _REPLACE + "[True,False,None]}", replace([True, False, None])),
    Case("python-literal", _REPLACE + '{"a":True}}', replace({"a": True})),
    Case("nan", _ADD + '{"type":"Text","text":"Hi","props":{"a":NaN,"b":-Infinity,"c":undefined}}}',
         add({**TEXT, "props": {}})),
    Case("nan", _REPLACE + "[1,NaN,2]}", replace([1, 2])),
    Case("", _REPLACE + "NaN}", None),
    Case("odd-space", _ADD + '{"type":\u00a0"Text",\u200b"text":"Hi"}}', add(TEXT)),
    # inside strings
    Case("raw-newline", _ADD + '{"type":"Text","text":"Hi\nyou\r\nthere"}}', add({**TEXT, "text": "Hi\nyou\r\nthere"})),
    Case("raw-newline", _ADD + '{"type":"Text","text":"Export at any\ntime: documents, tables"}}',
         add({**TEXT, "text": "Export at any\ntime: documents, tables"})),
    Case("raw-newline", _ADD + '{"type":"Text","text":"Costs\n  note: 3 of them"}}',
         add({**TEXT, "text": "Costs\n  note: 3 of them"})),
    Case("unquoted-key missing-quote missing-comma", _ADD + '{\n type: "Text",\n text: "Hi\n props : {}\n}}',
         add({**TEXT, "props": {}})),
    Case("raw-control", _ADD + '{"type":"Text","text":"a\tb\x00\x1b"}}', add({**TEXT, "text": "a\tb\x00\x1b"})),
    Case("unescaped-quote", _ADD + '{"type":"Text","text":"He said "hi", and went"}}',
         add({**TEXT, "text": 'He said "hi", and went'})),
    Case("unescaped-quote", _ADD + '{"type":"Text","text":"the "{context.name}" field"}}',
         add({**TEXT, "text": 'the "{context.name}" field'})),
    Case("unescaped-quote", _REPLACE + '["say "hi" now","b"]}', replace(['say "hi" now', "b"])),
    Case("unescaped-quote", _ADD + '{"type":"Text","text":"“so” "they" say"}}',
         add({**TEXT, "text": '“so” "they" say'})),
    Case("unescaped-quote", _ADD + '{"type":"Text","text":"nor "this""}}', add({**TEXT, "text": 'nor "this"'})),
    Case("unescaped-quote", _ADD + '{"type":"Text","text":"an "odd"","id":"a"}}',
         add({"type": "Text", "text": 'an "odd"', "id": "a"})),
    Case("unescaped-quote", _ADD + '{\n"type":"Text",\n"text":"an "odd""\n}\n}', add({**TEXT, "text": 'an "odd"'})),
    Case("unescaped-quote", _ADD + '{"type":"Text","text":"{"key", of "it","id":"a"}}',
         add({"type": "Text", "text": '{"key", of "it', "id": "a"})),
    Case("bad-escape", _ADD + '{"type":"Text","text":"docs\\dir It\\\'s 5\\% \\u12"}}',
         add({**TEXT, "text": "docs\\dir It's 5\\% \\u12"})),
    Case("bad-escape", _ADD + '{"type":"Text","text":"C:\\Program Files\\data"}}',
         add({**TEXT, "text": "C:\\Program Files\\data"})),
    Case("bad-escape", _ADD + '{"type":"Text","text":"\\x12ab \\v1234"}}', add({**TEXT, "text": "\\x12ab \\v1234"})),
    Case("missing-closer", _ADD + _TEXT, add(TEXT), "\n```\n" + NEXT),
    Case("missing-closer", _ADD + '{"type":"Text",\n"text":"Hi"', add(TEXT), "\n```\n}}"),
    Case("bad-escape", _ADD + '{"type":"Text","text":"a\\v"}}', add({**TEXT, "text": "a\\v"}), rest=""),
    Case("", _ADD + '{"type":"Text","id":"ma"in","text":"Hi"}}', None),
    Case("", '{"op":"remove","path":"/root/\nchildren"}', None, "\n" + NEXT),
    Case("", _ADD + '{"type":"Link","href":"https://a.b/"c"d"}}', None),
    Case("", _ADD + '{"type":"Link","text":"javascript:alert("c")x"}}', None),
    Case("", _ADD + '{"type":"Button","onClick":"save\\d"}}', None),
    Case("", _ADD + '{"type":"Text","text":"{context.\\d}"}}', None),
    # truncated-tail
    Case("truncated-tail", _STACK + _TEXT + ',{"type":"Text","text":"Hel', add(STACK), ""),
    Case("truncated-tail", _STACK + _TEXT + ',{"type":"Text","text":"Hel', add(STACK)),
    Case("truncated-tail", _STACK + _TEXT + ',{"type":"Text","id":', add(STACK)),
    Case("truncated-tail", _STACK + _TEXT + ',{"type":"Text","text":"Hello"', add(STACK), ""),
    Case("truncated-tail", _STACK + _TEXT + ',{"type":"Card","props":{"a":1', add(STACK), ""),
    Case("truncated-tail", _STACK + _TEXT + ',{"type":"Card","id":"c","children":[{"ty',
         add({"type": "Stack", "children": [TEXT, {"type": "Card", "id": "c", "children": []}]}), ""),
    Case("truncated-tail", _STACK + _TEXT + '],"props":{"gap":"m', add(STACK), ""),
    Case("truncated-tail", _ADD + _TEXT + ',"meta":{"id', add(TEXT), ""),
    Case("truncated-tail", '{"punkVersion":"1","root":{"type":"Stack","children":[' + _TEXT + ',{"type":"B',
         {"punkVersion": "1", "root": STACK}, ""),
    Case("truncated-tail", '{"type":"Stack","children":[' + _TEXT + ',{"type":"B', STACK, ""),
    Case("truncated-tail", _STACK + _TEXT + ',{"type":Tex', add(STACK)),
    Case("truncated-tail", _STACK + _TEXT + ',{"type":"Text","bold":tr', add(STACK)),
    Case("", _ADD + '{"type":"Text","text":"Hel', None, ""),
    Case("", _ADD + '{"type":"Text","text":"Hello"', None, ""),
    Case("", _REPLACE + '{"type":"Stack","children":[' + _TEXT, None, ""),
    Case("", _REPLACE + "1", None, ""),
    Case("", _REPLACE + '"hal', None),
    Case("", '{"op":"add","path":"/root/props","value":{"children":[{"a":1},{"b', None, ""),
    Case("", '{"op":"move","from":"/root/children/1","path":"/root/chil', None, ""),
    Case("", '{"op":"add","path":"/root"', None),
    # never healed
    Case("", "{'op':'add','path':'/root','value':{'type':'a','type':'b'}}", None),
    Case("", "{'op':'test','path':'/root','value':18446744073709551616}", None),
    Case("", "{'op':'test','path':'/root','value':1e999}", None),
    Case("", "{'op':'test','path':'/root','value':'\\ud800'}", None),
    Case("", "{'op':'test','path':'/root','value':'\udc00'}", None),
    Case("", _ADD + '{"type":"Text",text}}', None),
    Case("", '{"op"=>"add","path"=>"/root"}', None, NEXT),
    # several at once
    Case("single-quotes unquoted-key python-literal extra-closer",
         _STACK + "{'type':'Text','text':'Hi', on:True}},{'type':'Text','text':'Hi'}]}}",
         add({"type": "Stack", "children": [{**TEXT, "on": True}, TEXT]})),
    Case("unescaped-quote trailing-comma missing-closer", _STACK + '{"type":"Text","text":"a "b" c",}',
         add({"type": "Stack", "children": [{"type": "Text", "text": 'a "b" c'}]})),
    Case("smart-quotes truncated-tail", _STACK + "{“type”:“Text”,“text”:“Hi”},{“type”:“Te", add(STACK), ""),
]  # fmt: skip
