#!/usr/bin/env python3
"""Reads a generator's safetensors file with none of our code, builds it in PyTorch and compares what both make.

    python3 read_safetensors.py generator.safetensors [noise made]     (numpy; PyTorch for the networks)

Run by hand: a second opinion on the format and on the tensors' names. The two other files are raw float32: noise, and what was made of it, for
example by OnnxRuntime/run.cjs with the same generator as ONNX.
"""
import json
import re
import struct
import sys

import numpy


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    assert length % 8 == 0, "the header is not padded to 8 bytes"
    header = json.loads(data[8:8 + length].decode("utf-8"))
    metadata = header.pop("__metadata__", {})
    start, end, tensors = 8 + length, 0, {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        assert entry["dtype"] == "F32", name
        begin, stop = entry["data_offsets"]
        assert begin == end, f"{name} leaves a gap"
        tensors[name] = numpy.frombuffer(data[start + begin:start + stop], dtype="<f4").reshape(entry["shape"])
        end = stop
    assert start + end == len(data), "bytes are left over"
    return metadata, tensors


def option(text, name, default):
    found = re.search(rf"\b{name}: ([^,}} ]+)", text)
    return type(default)(found.group(1)) if found else default


def network(metadata, tensors):
    """The layers of the recipe's generator, as far as they have parameters or change values; whatever is not known stops the script."""
    from torch import nn
    lines = metadata["recipe"].split("generator:")[1].split("optimizer:")[0].splitlines()
    layers = []
    for line in (line.strip()[2:] for line in lines if line.strip().startswith("- ")):
        word = re.match(r"\{? ?(\w+)", line).group(1)
        weight = tensors.get(f"{len(layers)}.weight")
        bias = f"{len(layers)}.bias" in tensors
        if word == "dense":
            layers.append(nn.Linear(weight.shape[1], weight.shape[0], bias=bias))
        elif word in ("conv2d", "conv_transpose2d"):
            assert "same" not in line, "PyTorch has no such padding"
            options = dict(stride=option(line, "stride", 1), padding=option(line, "padding", 0), bias=bias)
            if word == "conv2d":
                layers.append(nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2], **options))
            else:
                layers.append(nn.ConvTranspose2d(weight.shape[0], weight.shape[1], weight.shape[2], output_padding=option(line, "output_padding", 0), **options))
        elif word == "batch_norm":
            image = isinstance(layers[-1], (nn.Unflatten, nn.Conv2d, nn.ConvTranspose2d))
            layers.append((nn.BatchNorm2d if image else nn.BatchNorm1d)(tensors[f"{len(layers)}.running_mean"].size))
        elif word == "reshape":
            layers.append(nn.Unflatten(1, [int(size) for size in re.search(r"\[(.*)\]", line).group(1).split(",")]))
        elif word == "leaky_relu":
            layers.append(nn.LeakyReLU(float(re.search(r"leaky_relu: ([0-9.e-]+)", line).group(1))))
        else:
            layers.append({"relu": nn.ReLU, "tanh": nn.Tanh, "selu": nn.SELU, "sigmoid": nn.Sigmoid, "flatten": nn.Flatten, "dropout": nn.Dropout}[word]())
    return nn.Sequential(*layers)


def main(path, noise_file=None, made_file=None):
    metadata, tensors = read(path)
    print({key: value for key, value in metadata.items() if key != "recipe"})
    for name, values in tensors.items():
        print(f"{name:28} {str(list(values.shape)):20} mean {values.mean():+.4f} deviation {values.std():.4f}")
    if noise_file is None:
        return
    import torch
    generator = network(metadata, tensors)
    plain = {name: torch.from_numpy(values.copy()) for name, values in tensors.items() if not name.startswith("average.")}
    print("loaded:", generator.load_state_dict(plain))
    generator.eval()
    noise = numpy.fromfile(noise_file, dtype="<f4")
    size = int(re.search(r"noise: \{ size: (\d+)", metadata["recipe"]).group(1))
    with torch.no_grad():
        theirs = generator(torch.from_numpy(noise.reshape(-1, size))).numpy().reshape(-1)
    ours = numpy.fromfile(made_file, dtype="<f4")
    print("farthest apart:", float(numpy.abs(theirs - ours).max()), "of", float(numpy.abs(ours).max()))


if __name__ == "__main__":
    main(*sys.argv[1:])
