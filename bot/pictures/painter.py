"""Painter: a program of its own that reads an SVG and writes a PNG.

resvg holds Python's global lock while it draws, a tenth of a second in which a bot could answer nobody.
Run as: painter.py FONT PACKAGES, without the site module; PACKAGES is where resvg is installed.
"""

import sys


def main() -> None:
    font, packages = sys.argv[1:]
    sys.path.insert(0, packages)
    import resvg_py  # found only now

    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(resvg_py.svg_to_bytes(svg_string=svg, font_files=[font], skip_system_fonts=True))


if __name__ == "__main__":
    main()
