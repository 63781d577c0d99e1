"""A confusion matrix as a PNG image: no image library, and the same bytes everywhere.

Its pixels are stored and not compressed, because two versions of zlib may compress differently.
"""

from struct import pack
from zlib import adler32, crc32

CELL = 40
MARGIN = 32
SCALE = 4
# Of the digits 0 to 9, five rows of three pixels, an octal digit each.
GLYPHS = ("75557", "26227", "71747", "71717", "55711", "74717", "74757", "71111", "75757", "75717")

WHITE, BLACK, GRID = 0, 1, 2
SHADES = 16
# Right answers are blue, wrong ones red, the more the darker.
RIGHT, WRONG = 3, 3 + SHADES
PALETTE = [(255, 255, 255), (20, 20, 20), (190, 190, 190)]
PALETTE += [(225 - 13 * i, 235 - 9 * i, 255 - 3 * i) for i in range(SHADES)]
PALETTE += [(255 - 3 * i, 205 - 12 * i, 195 - 11 * i) for i in range(SHADES)]


def confusion_picture(matrix):
    """Rows are what an image shows, columns what the model saw; the margins name both."""
    size = MARGIN + CELL * len(matrix) + 1
    pixels = [bytearray(size) for _ in range(size)]
    most = max(map(max, matrix))
    for row, counts in enumerate(matrix):
        write(pixels, row, 0, MARGIN + row * CELL, MARGIN, CELL, BLACK)
        write(pixels, row, MARGIN + row * CELL, 0, CELL, MARGIN, BLACK)
        for column, count in enumerate(counts):
            left, top = MARGIN + column * CELL, MARGIN + row * CELL
            fill(pixels, left, top, CELL + 1, CELL + 1, GRID)
            fill(pixels, left + 1, top + 1, CELL - 1, CELL - 1, colour(count, most, row == column))
            if count:
                dark = row == column and 2 * count > most
                write(pixels, count, left, top, CELL, CELL, WHITE if dark else BLACK)
    return png(pixels)


def colour(count, most, is_right):
    if count == 0:
        return WHITE
    # A few wrong answers already have to be seen.
    shade = (SHADES - 1) * count // most if is_right else min(SHADES - 1, 4 * count)
    return (RIGHT if is_right else WRONG) + shade


def fill(pixels, left, top, width, height, value):
    for line in pixels[top : top + height]:
        line[left : left + width] = bytes([value]) * width


def write(pixels, number, left, top, width, height, value):
    """A number in the middle of a rectangle."""
    text = str(number)
    left += (width - SCALE * (4 * len(text) - 1)) // 2
    top += (height - SCALE * 5) // 2
    for place, digit in enumerate(text):
        for y, bits in enumerate(GLYPHS[int(digit)]):
            for x in range(3):
                if int(bits) >> (2 - x) & 1:
                    at = left + SCALE * (4 * place + x)
                    fill(pixels, at, top + SCALE * y, SCALE, SCALE, value)


def png(pixels):
    header = pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 3, 0, 0, 0)
    palette = b"".join(map(bytes, PALETTE))
    lines = b"".join(b"\0" + bytes(line) for line in pixels)
    chunks = [(b"IHDR", header), (b"PLTE", palette), (b"IDAT", stored(lines)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data)) for kind, data in chunks
    )


def stored(data):
    """A zlib stream of blocks that are not compressed."""
    stream = b"\x78\x01"
    for start in range(0, len(data), 65_535):
        block = data[start : start + 65_535]
        last = start + len(block) == len(data)
        stream += pack("<BHH", last, len(block), 65_535 - len(block)) + block
    return stream + pack(">I", adler32(data))
