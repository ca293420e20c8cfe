"""Texts that language models write, well and badly, and how each is read.

A shape lists the reads in order: `P` a patch, `T` text, `S` structure, and a reason for what is malformed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

A: Final = '{"op":"add","path":"/root","value":{"type":"Stack","children":[]}}'
B: Final = '{"op":"add","path":"/root/children/-","value":{"type":"Text","text":"Hi"}}'
C: Final = '{"op":"remove","path":"/root/children/0"}'
PRETTY: Final = '{\n  "op": "add",\n  "path": "/root",\n  "value": {\n    "type": "Text"\n  }\n}'


class Example(NamedTuple):
    """A text, its shape, and the bounds it is read with."""

    text: str
    shape: str
    max_value_chars: int = 1_048_576
    max_depth: int = 64


EXAMPLES: Final[dict[str, Example]] = {
    # Shapes of output.
    "nothing": Example("", ""),
    "one patch without a line break": Example(A, "P"),
    "lines": Example(f"{A}\n{B}\n{C}\n", "P T P T P T"),
    "last line without a line break": Example(f"{A}\n{B}", "P T P"),
    "blank lines between": Example(f"{A}\n\n  \n{B}\n", "P T T T P T"),
    "carriage returns": Example(f"{A}\r\n{B}\r\n", "P T P T"),
    "carriage returns alone": Example(f"{A}\r{B}\r", "P T P T"),
    "indented": Example(f"  {A}\n\t{B}\n", "T P T T P T"),
    "trailing white space": Example(f"{A}  \n{B}\t\n", "P T P T"),
    "several on a line": Example(f"{A} {B}{C}\n", "P T P P T"),
    "commas between lines": Example(f"{A},\n{B},\n", "P T P T"),
    "pretty-printed": Example(f"{PRETTY}\n{PRETTY}\n", "P T P T"),
    "pretty-printed with carriage returns": Example(PRETTY.replace("\n", "\r\n"), "P"),
    "python spacing": Example('{"op": "add", "path": "/a", "value": [1, {"b": [{"c": 2}]}]}\n', "P T"),
    "op is not first": Example('{"path":"/a","value":1,"op":"add"}\n', "P T"),
    "byte order mark": Example(f"\ufeff{A}\n", "T P T"),
    # Lists and wrappers.
    "array": Example(f"[{A},{B}]\n", "S P S P S T"),
    "pretty array": Example(f"[\n  {A},\n  {B}\n]\n", "S P S P S T"),
    "array with a trailing comma": Example(f"[{A},]", "S P S"),
    "array without commas": Example(f"[{A} {B}]", "S P S P S"),
    "array without an end, then prose": Example(f"[{A},\nThat is all.\n", "S P S T"),
    "array without an end, then lines": Example(f"[{A}\n{B}\n", "S P S P S"),
    "array of what is not objects": Example("[1, 2] [] [[]]\n", "T"),
    "array of arrays": Example(f"[[{A}],[{B}]]", "T S P S T S P S T"),
    "array with a scalar": Example(f"[{A},1,{B}]", "S P S T P syntax"),
    "array with an empty object": Example(f"[{A},{{}}]", "S P S not-a-patch S"),
    "wrapper": Example(f'{{"patches":[{A},{B}]}}\n', "S P S P S T"),
    "operations": Example(f'{{ "operations" : [ {A} , {B} ] }}\n', "S P S P S T"),
    "empty wrapper": Example('{"patches": []}', "S"),
    "wrapper with more members": Example(f'{{"patches":[{A}],"note":"}} ] \\" {{","n":[{{}}]}}\n', "S P S S T"),
    "wrapper whose list comes later": Example(f'{{"note":"x","patches":[{A},\n{B}]}}\n', "S P S P S T"),
    "wrapper with two lists": Example(f'{{"patches":[{A}],"operations":[{B}]}}', "S P S S P S"),
    "wrapper with the same list twice": Example(f'{{"patches":[{A}],"patches":[{B}]}}', "S P S duplicate-key"),
    "wrapper with a comma too many": Example(f'{{"patches":[{A}],}}', "S P S"),
    "wrapper without an end": Example(f'{{"patches":[{A}]\nDone.\n{B}', "S P S T P"),
    "wrapper without an end, then prose": Example(f'{{"patches":[{A}, and so on', "S P S T"),
    "wrapper of other things": Example('{"note":1,"patches":["a",{"b":1}]}', "S not-a-patch S not-a-patch S"),
    "wrapper in an array": Example(f'[{{"patches":[{A}]}}]', "S S P S S"),
    "wrapper in a finished wrapper": Example(f'{{"a":0,"patches":[{{"patches":[{A}]}}]}}', "S not-a-patch S"),
    "not a wrapper": Example('{"patches":{"op":1}}', "not-a-patch"),
    "rest of a wrapper that breaks": Example(f'{{"patches":[{A}],"note":"x\n{B}\n', "S P S string-line-break T P T"),
    # Prose around.
    "prose": Example(f"Here is the form:\n\n{A}\nDone.", "T T P T T"),
    "fence": Example(f"```json\n{A}\n{B}\n```\n", "T P T P T T"),
    "fence without an end": Example(f"```jsonl\n{A}", "T P"),
    "a draft in a thought": Example(f"<think>\nMaybe {A}\n{B}\n</think>{A}\n{B}", "T T T T P T P"),
    "two thoughts": Example(f"<thinking>{A}</thinking>\n<think>[{A}]</think>{B}\n", "T T T P T"),
    "a thought without an end": Example(f"<think>\n{A}\n", "T P T"),
    "a thought longer than a value": Example(f"<think>{'x' * 200}\n{A}\n</think>\n{A}", "T P T T P", 100),
    "a tag inside a line": Example(f"Use <think> here\n{A}\n</think>", "T P T T"),
    "no tag": Example(f"<thin> <thinks>{A}<", "T P T"),
    "thinking": Example(f"<think>I use {{x: 1}} [1] {{}}.\n</think>{A}\n", "T T P T"),
    "braces in prose": Example("Bind {context.users} or {{item.x}}, {} and { }.\n", "T"),
    "braces and brackets, then a patch": Example(f"{{ [ {{ {A} ]", "T P syntax"),
    "prose and a patch on one line": Example(f"First: {A}, then {B}.\n", "T P T P T"),
    "extra closers": Example(f"}}{A}}}}}\n]{B}]\n", "T P syntax T T P syntax T"),
    "comment lines": Example(f"// add\n{A}\n# done", "T P T T"),
    "unicode and control characters": Example(f"a\u2028b\x00c\x85\x0b\n{A}\u2029{B}\x00", "T P T P T"),
    "emoji in prose": Example(f"Done \U0001f600\n{A}", "T P"),
    # Strings.
    "braces in strings": Example('{"op":"add","path":"/a","value":"}{][ {context.a} \\"}"}\n', "P T"),
    "opener in a string": Example('{"op":"add","path":"/a","value":"use { to open"}\n', "P T"),
    "escapes": Example('{"op":"add","path":"/a","value":"\\\\\\"\\/\\b\\f\\n\\r\\t\\u0041\\\\"}\n', "P T"),
    "a patch in a string": Example('{"op":"add","path":"/a","value":"{\\"op\\":\\"add\\"}"}\n', "P T"),
    "escaped pair": Example('{"op":"add","path":"/a","value":"\\ud83d\\ude00"}\n', "P T"),
    "halves in a value": Example('{"op":"add","path":"/\ud83d\ude00","value":"\ud83d\ude00"}\n', "P T"),
    "halves in prose": Example(f"\ud83d\ude00 ok\n{A}", "T P"),
    "half alone in prose": Example(f"\ude00\ud83d ok\n{A}", "T P"),
    "line separator in a string": Example('{"op":"add","path":"/a","value":"a\u2028b\x7f"}\n', "P T"),
    "escaped key": Example('{"o\\u0070":"add","path":"/a"}\n', "P T"),
    "braces in keys": Example('{"op":"add","path":"/a","value":{"{":1,"]":[{"}":2}]}}\n', "P T"),
    "colons in strings": Example('{"op":"add","path":"/a","value":{"a:b" : "\\u003a","c":":\\":"}}\n', "P T"),
    # JSON that is not, and numbers.
    "no op": Example('{"path":"/a"}\n', "not-a-patch T"),
    "op is no string": Example('{"op":1}\n{"op":null}\n', "not-a-patch T not-a-patch T"),
    "duplicate key": Example('{"op":"add","op":"remove","path":"/a"}\n', "duplicate-key T"),
    "duplicate key below": Example('{"op":"add","path":"/a","value":[{"b":1,"b" : 2}]}\n', "duplicate-key T"),
    "duplicate key, escaped": Example('{"op":"add","path":"/a","value":{"b":1,"\\u0062":2}}\n', "duplicate-key T"),
    "duplicate key, hidden by an escaped colon": Example(
        '{"op":"add","path":"/a","value":{"b":1,"b":"\\"\\u003a"}}\n', "duplicate-key T"
    ),
    "largest integers": Example('{"op":"add","path":"/a","value":[18446744073709551615,-9223372036854775808]}', "P"),
    "integer too large": Example('{"op":"add","path":"/a","value":18446744073709551616}\n', "number-range T"),
    "integer too small": Example('{"op":"add","path":"/a","value":-9223372036854775809}\n', "number-range T"),
    "many digits": Example(
        '{"op":"add","path":"/a","value":[0.12345678901234567890123,1e30,"9999999999999999999999"]}', "P"
    ),
    "infinite": Example('{"op":"add","path":"/a","value":1e999}\n', "number-range T"),
    "words for numbers": Example('{"op":NaN}\n{"op":-Infinity}\n', "number-range T number-range T"),
    "lone surrogate escaped": Example('{"op":"add","path":"/a","value":"\\ud83d"}\n', "lone-surrogate T"),
    "lone surrogate raw": Example('{"op":"add","path":"/\ude00"}\n', "lone-surrogate T"),
    "unquoted key": Example('{op:"add"}\n{"op":"add",path:"/a"}\n', "syntax T syntax T"),
    "single quotes": Example("{'op':'add'}\n{\"op\":'add'}\n", "syntax T syntax T"),
    "trailing comma inside": Example('{"op":"add","path":"/a",}\n', "syntax T"),
    "python literals": Example('{"op":"add","path":"/a","value":True}\n', "syntax T"),
    "control character in a string": Example('{"op":"a\tb"}\n', "syntax T"),
    # Going on after a fault.
    "line break in a string": Example(f'{{"op":"add","path":"/a\n{B}\n', "string-line-break T P T"),
    "line break after a backslash": Example(f'{{"op":"add","path":"/a\\\n{B}\n', "string-line-break T P T"),
    "line break in a string of a list": Example(f'[{A},{{"op":"x\n{B}]\n', "S P S string-line-break T P syntax T"),
    "missing closer": Example(f'{{"op":"add","value":{{"a":1}}\n{B}\n{C}\n', "syntax P T P T"),
    "missing closer in a list": Example(f'[{{"op":"add","value":{{"a":1}},{B},{C}]', "S syntax P T P syntax"),
    "missing comma": Example('{"op":"add","value":[{"a":1} {"a":2}]}\n', "syntax not-a-patch T"),
    "prose in a value": Example(f'{{"op":"add", and so on {{x}}\n{B}', "syntax T P"),
    "opener after an opener": Example(f'{{"op":"add","value":{{{B}\n', "syntax P T"),
    "mismatched closer": Example(f'{{"op":"add","value":[1}},"b":2}}\n{B}\n', "syntax T P T"),
    "mismatched closer, then a patch": Example(f'{{"op":"add","value":[1}} {B}\n{C}', "syntax P T P"),
    "mismatched closer, then half a patch": Example('{"op":[}} { "o', "syntax"),
    "mismatched closer, then an open brace": Example('{"op":[}} {\n "x":1}', "syntax T T"),
    "truncated": Example(f'{A}\n{{"op":"add","path":"/a","value":{{"b":[1,', "P T truncated"),
    "truncated in a string": Example('{"op":"add","path":"/a', "truncated"),
    "truncated in an escape": Example('{"op":"add\\', "truncated"),
    "truncated look-aheads": Example(f"{A}[ {{\n ", "P T T"),
    "truncated list": Example(f"[{A},\n", "S P S"),
    "truncated rest of a wrapper": Example(f'{{"patches":[{A}],"note":"x', "S P S truncated"),
    # Bounds.
    "as large as allowed": Example('{"op":"add"}\n{"op":"ad"}', "P T P", max_value_chars=12),
    "too large": Example('{"op":"add!"}\n{"op":"ad"}', "too-large T P", max_value_chars=12),
    "too large, then a patch": Example('{"op":"add","x":1 {"op":"ad"}', "too-large P", max_value_chars=12),
    "too large in a list": Example('[{"op":"add","x":1},{"op":"ad"}]', "S too-large P syntax", max_value_chars=12),
    "as deep as allowed": Example('{"op":"add","value":[{}]}\n', "P T", max_depth=3),
    "too deep": Example('{"op":"add","value":[[{}]]}\n{"op":"x"}\n', "too-deep T P T", max_depth=3),
    "too deep for one line only": Example('{"op":"a","b":[[{"op":"x"}]]}\n', "too-deep P syntax T", max_depth=3),
    "deep in a wrapper": Example('{"patches":[{"op":"a","b":[{}]}]}', "S P S", max_depth=3),
}

TEXTS: Final = [example.text for example in EXAMPLES.values()]

FRAGMENTS: Final = [
    *('{"op":"add"', '"value":', '"patches":[', '{"patches":[', '{"operations" : [', "{", "}", "[", "]", ",", ":"),
    *('"', "\\", '\\"', "\\u", "\\ud83d", "\\ude00", "\ud83d", "\ude00", "\U0001f600", "é", "\n", "\r\n", " ", "\t"),
    *("{ ", '{\n"', '[ {"', "[[", "}}", "]}", '{"', '{"o', '{"op"', "x", "1", "18446744073709551616", "1e999", "null"),
    *(
        "{'op':'x'}",
        "{'",
        "{op:",
        "'",
        "“",
        '{"root":{',
        '"children":[',
        '"type":"Text"',
        "// a",
        "True",
        ",]",
        "}}}\n",
    ),
    *(
        '"a":1,',
        '"op":"x",',
        "```json\n",
        "{context.a}",
        "<think>",
        "</think>",
        "<thinking>",
        "\ufeff",
        "\x00",
        "\u2028",
        "  \n",
    ),
]
"""Pieces from which random texts are put together."""
