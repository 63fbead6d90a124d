#!/usr/bin/env python3
"""Makes pictures.json: small files and what must come out of them, by other programs than ours.

JPEG files and resized pictures are Pillow's. PNG files are written here, bit by bit, and Pillow must read them as meant.
Needs python3-pil and python3-numpy; the tests need neither, for what this prints is committed:

    python3 make_pictures.py > pictures.json
"""
import base64
import io
import json
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps

rng = np.random.default_rng(20)


def b64(data):
    return base64.b64encode(bytes(data)).decode()


def picture(name, file, pixels, tolerance=0):
    """pixels: [height, width, channels], 8 bits."""
    height, width, channels = pixels.shape
    return {"name": name, "file": b64(file), "width": width, "height": height, "channels": channels,
            "pixels": b64(pixels.astype(np.uint8).tobytes()), "tolerance": tolerance}


# ---- JPEG -----------------------------------------------------------------------------------------------------------

def scene(width, height):
    """Smooth colours with an edge: something JPEG keeps well."""
    y, x = np.mgrid[0:height, 0:width]
    red, green, blue = 255 * x / (width - 1), 255 * y / (height - 1), 128 + 100 * np.sin(x / 3.0)
    red = np.where((x > width / 2) & (y > height / 2), 230, red)
    return Image.fromarray(np.stack([red, green, blue], -1).astype(np.uint8), "RGB")


def jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def decoded(file, mode):
    pixels = np.asarray(Image.open(io.BytesIO(file)).convert(mode))
    return pixels if pixels.ndim == 3 else pixels[:, :, None]


def jpegs():
    colour = scene(23, 17)
    yield "baseline 4:2:0", jpeg(colour, quality=85, subsampling="4:2:0"), "RGB", 0
    yield "baseline 4:4:4", jpeg(colour, quality=90, subsampling="4:4:4"), "RGB", 0
    yield "progressive", jpeg(colour, quality=85, progressive=True), "RGB", 0
    yield "progressive grey", jpeg(colour.convert("L"), quality=85, progressive=True), "L", 0
    yield "grey", jpeg(colour.convert("L"), quality=85), "L", 0
    # Pillow turns ink into light with its own rounding.
    yield "CMYK", jpeg(colour.convert("CMYK"), quality=90), "RGB", 2


# ---- PNG ------------------------------------------------------------------------------------------------------------

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def packed(row, depth):
    """row: samples in order."""
    bits = "".join(format(int(sample), f"0{depth}b") for sample in row)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    return min((a, b, c), key=lambda candidate: abs(a + b - c - candidate))


def filtered(rows, reach):
    out, above = bytearray(), None
    for y, row in enumerate(rows):
        kind = y % 5
        above = above or bytes(len(row))
        out.append(kind)
        for i, value in enumerate(row):
            a = row[i - reach] if i >= reach else 0
            b, c = above[i], above[i - reach] if i >= reach else 0
            out.append((value - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256)
        above = row
    return bytes(out)


def png(samples, colour, depth, interlaced, extra=b""):
    """samples: [height, width, samples of a pixel]."""
    height, width, count = samples.shape
    reach = max(1, depth * count // 8)
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    data = b""
    for x, y, dx, dy in passes:
        part = samples[y::dy, x::dx]
        if part.size:
            data += filtered([packed(row.reshape(-1), depth) for row in part], reach)
    stream = zlib.compress(data, 9)
    middle = len(stream) // 2
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))) + extra
            + chunk(b"IDAT", stream[:middle]) + chunk(b"IDAT", stream[middle:]) + chunk(b"IEND", b""))


def to_byte(samples, depth):
    most = 2 ** depth - 1
    return (samples.astype(np.int64) * 255 * 2 + most) // (2 * most)


def meant(samples, colour, depth, palette=None, palette_alpha=None, transparent=None):
    """What a reader must show, [height, width, 1 or 3 or 4]."""
    if colour == 3:
        shown = palette[samples[:, :, 0]]
        if palette_alpha is not None:
            shown = np.concatenate([shown, palette_alpha[samples[:, :, 0]][:, :, None]], -1)
        return shown
    shown = to_byte(samples, depth)
    if colour == 4:
        return np.concatenate([np.repeat(shown[:, :, :1], 3, -1), shown[:, :, 1:]], -1)
    if transparent is not None:
        alpha = np.where((samples == transparent).all(-1), 0, 255)[:, :, None]
        return np.concatenate([np.repeat(shown, 3, -1) if colour == 0 else shown, alpha], -1)
    return shown


def check(name, file, pixels, colour, depth):
    """Pillow's opinion; it cuts 16 bits off where we round."""
    image = Image.open(io.BytesIO(file))
    if colour == 0 and depth == 16:
        theirs = (np.asarray(image).astype(np.int64) >> 8)[:, :, None]
        ours = pixels[:, :, :1]
    else:
        mode = {1: "L", 3: "RGB", 4: "RGBA"}[pixels.shape[2]]
        theirs = np.asarray(image.convert(mode)).astype(np.int64).reshape(pixels.shape)
        ours = pixels
    assert np.abs(theirs - ours).max() <= (1 if depth == 16 else 0), name


def pngs():
    palette = rng.integers(0, 256, (256, 3))
    for colour, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
        for depth in depths:
            for interlaced in (False, True):
                samples = rng.integers(0, 2 ** depth, (9, 11, SAMPLES[colour]))
                entries = palette[:2 ** depth]
                extra = chunk(b"PLTE", entries.astype(np.uint8).tobytes()) if colour == 3 else b""
                pixels = meant(samples, colour, depth, entries)
                yield f"colour type {colour}, {depth} bits{', Adam7' if interlaced else ''}", png(samples, colour, depth, interlaced, extra), pixels, colour, depth
    for width, height in ((1, 1), (3, 2), (5, 1), (1, 5), (4, 4)):
        samples = rng.integers(0, 256, (height, width, 3))
        yield f"{width}x{height}, Adam7", png(samples, 2, 8, True), meant(samples, 2, 8), 2, 8
    samples = rng.integers(0, 4, (9, 11, 1))
    key = chunk(b"tRNS", struct.pack(">H", 2))
    yield "grey, one shade transparent", png(samples, 0, 2, False, key), meant(samples, 0, 2, transparent=np.array([2])), 0, 2
    samples = rng.integers(0, 2, (9, 11, 3)) * 255
    key = chunk(b"tRNS", struct.pack(">HHH", 255, 0, 255))
    yield "one colour transparent", png(samples, 2, 8, False, key), meant(samples, 2, 8, transparent=np.array([255, 0, 255])), 2, 8
    samples = rng.integers(0, 4, (9, 11, 1))
    alpha = np.array([0, 100, 255, 255])
    extra = chunk(b"PLTE", palette[:4].astype(np.uint8).tobytes()) + chunk(b"tRNS", bytes([0, 100]))
    yield "palette with alpha", png(samples, 3, 2, False, extra), meant(samples, 3, 2, palette[:4], alpha), 3, 2


# ---- Resizing -------------------------------------------------------------------------------------------------------

def resizes():
    """Pillow's bicubic in floats: [height, width] in, not rounded out."""
    for name, source, size, box in (
            ("reduced", (29, 37), (16, 16), None),
            ("reduced along one side only", (16, 40), (16, 16), None),
            ("enlarged", (5, 4), (8, 9), None),
            ("a part between pixels, reduced", (40, 60), (16, 16), (10, 0, 50, 40)),
            ("a part between pixels, enlarged", (9, 16), (20, 20), (3.5, 0, 12.5, 9))):
        pixels = rng.integers(0, 256, source).astype(np.uint8)
        image = Image.fromarray(pixels, "L").convert("F")
        resized = np.asarray(image.resize((size[1], size[0]), Image.BICUBIC, box=box))
        yield {"name": name, "width": source[1], "height": source[0], "pixels": b64(pixels.tobytes()),
               "part": list(box or (0, 0, source[1], source[0])), "toWidth": size[1], "toHeight": size[0],
               "resized": [round(float(value), 4) for value in resized.reshape(-1)]}


# ---- Orientation ----------------------------------------------------------------------------------------------------

def orientations():
    """The same upright picture behind every Exif orientation, as Pillow turns it."""
    stored = Image.fromarray(rng.integers(0, 256, (2, 3, 3)).astype(np.uint8), "RGB")
    for value in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = value
        out = io.BytesIO()
        stored.save(out, "PNG", exif=exif.tobytes())
        shown = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(out.getvalue()))))
        yield picture(f"PNG, orientation {value}", out.getvalue(), shown)
    colour = scene(16, 24)
    for value in (3, 6):
        exif = Image.Exif()
        exif[0x0112] = value
        file = jpeg(colour, quality=90, exif=exif.tobytes())
        shown = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(file))))
        yield picture(f"JPEG, orientation {value}", file, shown)


def main():
    made = {"jpeg": [], "png": [], "oriented": list(orientations()), "resized": list(resizes())}
    for name, file, mode, tolerance in jpegs():
        made["jpeg"].append(picture(name, file, decoded(file, mode), tolerance))
    for name, file, pixels, colour, depth in pngs():
        if name != "grey, one shade transparent":  # Pillow compares the shade after it has spread it.
            check(name, file, pixels, colour, depth)
        made["png"].append(picture(name, file, pixels))
    json.dump(made, sys.stdout, indent=2)
    print()


main()
