"""CSS colours (CSS Color Module Level 4): names, hex digits, `rgb()` and `hsl()`; and how two of them contrast."""

from __future__ import annotations

import colorsys
import re

RGB = tuple[int, int, int]
LEAST_CONTRAST = 4.5
"""Of words with what they stand on (WCAG 2.1, 1.4.3, level AA)."""

_TABLE = """
    aliceblue=f0f8ff  antiquewhite=faebd7  aqua=00ffff  aquamarine=7fffd4  azure=f0ffff  beige=f5f5dc  bisque=ffe4c4
    black=000000  blanchedalmond=ffebcd  blue=0000ff  blueviolet=8a2be2  brown=a52a2a  burlywood=deb887
    cadetblue=5f9ea0  chartreuse=7fff00  chocolate=d2691e  coral=ff7f50  cornflowerblue=6495ed  cornsilk=fff8dc
    crimson=dc143c  cyan=00ffff  darkblue=00008b  darkcyan=008b8b  darkgoldenrod=b8860b  darkgray=a9a9a9
    darkgreen=006400  darkgrey=a9a9a9  darkkhaki=bdb76b  darkmagenta=8b008b  darkolivegreen=556b2f
    darkorange=ff8c00  darkorchid=9932cc  darkred=8b0000  darksalmon=e9967a  darkseagreen=8fbc8f
    darkslateblue=483d8b  darkslategray=2f4f4f  darkslategrey=2f4f4f  darkturquoise=00ced1  darkviolet=9400d3
    deeppink=ff1493  deepskyblue=00bfff  dimgray=696969  dimgrey=696969  dodgerblue=1e90ff  firebrick=b22222
    floralwhite=fffaf0  forestgreen=228b22  fuchsia=ff00ff  gainsboro=dcdcdc  ghostwhite=f8f8ff  gold=ffd700
    goldenrod=daa520  gray=808080  green=008000  greenyellow=adff2f  grey=808080  honeydew=f0fff0  hotpink=ff69b4
    indianred=cd5c5c  indigo=4b0082  ivory=fffff0  khaki=f0e68c  lavender=e6e6fa  lavenderblush=fff0f5
    lawngreen=7cfc00  lemonchiffon=fffacd  lightblue=add8e6  lightcoral=f08080  lightcyan=e0ffff
    lightgoldenrodyellow=fafad2  lightgray=d3d3d3  lightgreen=90ee90  lightgrey=d3d3d3  lightpink=ffb6c1
    lightsalmon=ffa07a  lightseagreen=20b2aa  lightskyblue=87cefa  lightslategray=778899  lightslategrey=778899
    lightsteelblue=b0c4de  lightyellow=ffffe0  lime=00ff00  limegreen=32cd32  linen=faf0e6  magenta=ff00ff
    maroon=800000  mediumaquamarine=66cdaa  mediumblue=0000cd  mediumorchid=ba55d3  mediumpurple=9370db
    mediumseagreen=3cb371  mediumslateblue=7b68ee  mediumspringgreen=00fa9a  mediumturquoise=48d1cc
    mediumvioletred=c71585  midnightblue=191970  mintcream=f5fffa  mistyrose=ffe4e1  moccasin=ffe4b5
    navajowhite=ffdead  navy=000080  oldlace=fdf5e6  olive=808000  olivedrab=6b8e23  orange=ffa500  orangered=ff4500
    orchid=da70d6  palegoldenrod=eee8aa  palegreen=98fb98  paleturquoise=afeeee  palevioletred=db7093
    papayawhip=ffefd5  peachpuff=ffdab9  peru=cd853f  pink=ffc0cb  plum=dda0dd  powderblue=b0e0e6  purple=800080
    rebeccapurple=663399  red=ff0000  rosybrown=bc8f8f  royalblue=4169e1  saddlebrown=8b4513  salmon=fa8072
    sandybrown=f4a460  seagreen=2e8b57  seashell=fff5ee  sienna=a0522d  silver=c0c0c0  skyblue=87ceeb
    slateblue=6a5acd  slategray=708090  slategrey=708090  snow=fffafa  springgreen=00ff7f  steelblue=4682b4
    tan=d2b48c  teal=008080  thistle=d8bfd8  tomato=ff6347  turquoise=40e0d0  violet=ee82ee  wheat=f5deb3
    white=ffffff  whitesmoke=f5f5f5  yellow=ffff00  yellowgreen=9acd32
"""

NAMED: dict[str, RGB] = {
    name: (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))
    for name, _, digits in (row.partition("=") for row in _TABLE.split())
}
"""The 148 named colours of section 6.1."""

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_PART = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))(%|deg|grad|rad|turn)?|none")
_DEGREES = {"deg": 1.0, "grad": 0.9, "rad": 57.29578, "turn": 360.0}


def parse_color(text: str) -> RGB | None:
    """Red, green and blue of a CSS colour, 0 to 255 each; None for what is none.

    What is not opaque is given as it looks on white.
    """
    text = text.strip().casefold()
    if text in NAMED:
        return NAMED[text]
    if text == "transparent":
        return 255, 255, 255
    if match := _HEX.fullmatch(text):
        digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
        red, green, blue, alpha = (int(digits[at : at + 2] or "ff", 16) / 255 for at in (0, 2, 4, 6))
        return _on_white(red, green, blue, alpha)
    if match := _FUNCTION.fullmatch(text):
        return _function(match[1], match[2])
    return None


_LINEAR = tuple(
    part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (each / 255 for each in range(256))
)
"""How much light a channel gives: 2 000 contrasts are asked for a style sheet."""


def luminance(color: RGB) -> float:
    """Relative luminance, 0 of black to 1 of white (WCAG 2.1)."""
    red, green, blue = color
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


def contrast(one: RGB, other: RGB) -> float:
    """How well two colours are told from each other: 1 to 21 (WCAG 2.1)."""
    return contrast_of(luminance(one), luminance(other))


def contrast_of(one: float, other: float) -> float:
    """The same of their luminances."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _function(name: str, arguments: str) -> RGB | None:
    """`rgb()` and `hsl()` in either notation: with commas, or with spaces and a slash before alpha."""
    parts = [_PART.fullmatch(part) for part in re.sub("[,/]", " ", arguments).split()]
    found = [part for part in parts if part is not None]
    if len(found) != len(parts) or len(found) not in {3, 4}:
        return None
    alpha = _share(found[3], 1) if len(found) == 4 else 1.0
    if name == "rgb":
        red, green, blue = (_share(part, 255) for part in found[:3])
    else:
        turn = float(found[0][1] or 0) * _DEGREES.get(found[0][2] or "deg", 1.0) / 360
        red, green, blue = colorsys.hls_to_rgb(turn % 1, _share(found[2], 100), _share(found[1], 100))
    return _on_white(red, green, blue, alpha)


def _share(part: re.Match[str], whole: int) -> float:
    """A number out of `whole`, or a percentage, as a share between 0 and 1; `none` is 0."""
    return min(1.0, max(0.0, float(part[1] or 0) / (100 if part[2] == "%" else whole)))


def _on_white(red: float, green: float, blue: float, alpha: float) -> RGB:
    mixed = [round(255 * (1 - alpha + alpha * channel)) for channel in (red, green, blue)]
    return mixed[0], mixed[1], mixed[2]
