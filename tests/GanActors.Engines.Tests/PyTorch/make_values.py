#!/usr/bin/env python3
"""Makes the values that engines answer to, with PyTorch in double precision. Tests read the files; only this script needs Python.

    python3 make_values.py          (PyTorch 1.13 or later, on a CPU)

writes layers.json, losses.json, penalties.json, optimizers.json and networks.json next to itself.

Inputs, weights and gradients are not stored. Both sides compute them: element i of the tensor called NAME is

    x = FNV-1a(NAME) + i * 0x9E3779B9        (32 bits, wrapping)
    x ^= x >> 16; x *= 0x85EBCA6B; x ^= x >> 13; x *= 0xC2B2AE35; x ^= x >> 16
    value = float32(offset + scale * ((x >> 8) / 2^23 - 1))

uniform in [offset - scale, offset + scale). What PyTorch makes of them is stored with nine digits. A tensor of more than MOST
numbers (FEW for penalties) is stored as every STEP-th of them and, so that no element goes unseen, its inner product with the tensor called "probe".
"""
import json
import math
import pathlib

import numpy
import torch
import torch.nn.functional as F
from torch.nn.utils.parametrizations import _SpectralNorm

MOST, FEW = 200, 50
CLASSES = 4  # item i of a batch is of class 3 i + 1, modulo these
FOLDER = pathlib.Path(__file__).parent


# --- the tensors both sides compute ---------------------------------------------------------------------------------------------

def sequence(name, shape, scale=1.0, offset=0.0):
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = (seed ^ byte) * 0x01000193 & 0xFFFFFFFF
    x = (seed + numpy.arange(math.prod(shape), dtype=numpy.uint64) * 0x9E3779B9).astype(numpy.uint32)
    x ^= x >> 16
    x *= numpy.uint32(0x85EBCA6B)
    x ^= x >> 13
    x *= numpy.uint32(0xC2B2AE35)
    x ^= x >> 16
    values = offset + scale * ((x >> 8).astype(numpy.float64) / 2**23 - 1)
    return torch.from_numpy(values.astype(numpy.float32).astype(numpy.float64)).reshape(shape)


def number(value):
    return float(f"{value:.9g}")


def tensor(values, most=MOST):
    flat = values.detach().double().reshape(-1)
    count = flat.numel()
    if count <= most:
        return {"count": count, "step": 1, "values": [number(v) for v in flat.tolist()]}
    step = -(-count // most) | 1
    probe = sequence("probe", (count,))
    return {"count": count, "step": step, "values": [number(v) for v in flat[::step].tolist()], "dot": number(torch.dot(flat, probe).item())}


NORMALISED = "parametrizations.weight.original"


# --- layers ---------------------------------------------------------------------------------------------------------------------

def parameters_of(layer, shape):
    """Name, shape, scale and offset of a layer's parameters, for items of a shape."""
    kind, window = layer["type"], layer.get("kernel", 1) ** 2
    if kind in ("dense", "conv2d", "conv_transpose2d"):
        units = layer.get("units", layer.get("channels"))
        fan = shape[0] * window
        if kind == "dense":
            size = (units, shape[0])
        else:
            size = (units, shape[0]) if kind == "conv2d" else (shape[0], units)
            size += (layer["kernel"], layer["kernel"])
            if kind == "conv_transpose2d":
                fan = max(1, fan // layer.get("stride", 1) ** 2)
        scale = number(round(1.7 / math.sqrt(fan), 4))
        # Far enough from zero on the whole for a first singular value that u and v below find at once.
        found = [(NORMALISED, size, scale, scale / 2)] if layer.get("spectral_norm") else [("weight", size, scale, 0.0)]
        if layer.get("bias", True):
            found.append(("bias", (units,), 0.3, 0.0))
        return found
    if kind == "class" and "embedding" in layer:
        return [("weight", (CLASSES, layer["embedding"] * math.prod(shape[1:])), 0.8, 0.0)]
    if kind in ("batch_norm", "instance_norm", "layer_norm") and layer.get("affine", kind != "instance_norm"):
        size = tuple(shape) if kind == "layer_norm" else (shape[0],)
        return [("weight", size, 0.5, 1.0), ("bias", size, 0.5, 0.0)]
    return []


def directions_of(layer, size):
    """u and v of a normalised weight: near a unit vector each."""
    dimension = 1 if layer["type"] == "conv_transpose2d" else 0
    for key, count in (("_u", size[dimension]), ("_v", math.prod(size) // size[dimension])):
        yield f"parametrizations.weight.0.{key}", (count,), number(round(0.3 / math.sqrt(count), 5)), number(round(1 / math.sqrt(count), 5))


def statistics_of(layer, shape):
    if layer["type"] != "batch_norm":
        return []
    return [("running_mean", (shape[0],), 0.5, 0.0), ("running_var", (shape[0],), 0.5, 1.0)]


def same(size, kernel, stride):
    """Keras' padding before and after."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def convolve(layer, x, weight, bias):
    stride, padding = layer.get("stride", 1), layer.get("padding", 0)
    if padding != "same":
        return F.conv2d(x, weight, bias, stride, padding)
    top, bottom = same(x.shape[2], layer["kernel"], stride)
    left, right = same(x.shape[3], layer["kernel"], stride)
    return F.conv2d(F.pad(x, (left, right, top, bottom)), weight, bias, stride)


def convolve_transposed(layer, x, weight, bias):
    stride, padding, kernel = layer.get("stride", 1), layer.get("padding", 0), layer["kernel"]
    if padding != "same":
        return F.conv_transpose2d(x, weight, bias, stride, padding, layer.get("output_padding", 0))
    # The adjoint of a 'same' convolution from height * stride to height: what that one pads is cut off here.
    height, width = x.shape[2] * stride, x.shape[3] * stride
    y = F.conv_transpose2d(x, weight, None, stride)
    cut = max(kernel - stride, 0) // 2
    y = F.pad(y, (0, max(width + cut - y.shape[3], 0), 0, max(height + cut - y.shape[2], 0)))
    y = y[:, :, cut:cut + height, cut:cut + width]
    return y if bias is None else y + bias[None, :, None, None]


def minibatch_stddev(x, group):
    """Karras et al., 2018, in StyleGAN's form: item i is grouped with i + n/group, i + 2 n/group, ..."""
    count = x.shape[0]
    group = min(group, count)
    y = x.reshape(group, count // group, *x.shape[1:])
    y = (y - y.mean(0)).square().mean(0).add(1e-8).sqrt().mean((1, 2, 3), keepdim=True)
    return torch.cat([x, y.repeat(group, 1, *x.shape[2:])], 1)


def with_class(x, embedding):
    """What PyTorch users write in forward: torch.cat of the input and an embedding of the labels, or of one-hot labels spread over an image."""
    labels = (3 * torch.arange(x.shape[0]) + 1) % CLASSES
    rest = x.shape[2:]
    if embedding is not None:
        return torch.cat([x, F.embedding(labels, embedding).reshape(x.shape[0], -1, *rest)], 1)
    planes = F.one_hot(labels, CLASSES).double().reshape(x.shape[0], CLASSES, *[1 for _ in rest])
    return torch.cat([x, planes.expand(-1, -1, *rest)], 1)


def run_layer(index, layer, x, tensors, training):
    kind = layer["type"]
    weight, bias = tensors.get(f"{index}.weight"), tensors.get(f"{index}.bias")
    if kind == "dense":
        return F.linear(x, weight, bias)
    if kind == "conv2d":
        return convolve(layer, x, weight, bias)
    if kind == "conv_transpose2d":
        return convolve_transposed(layer, x, weight, bias)
    if kind == "batch_norm":
        return F.batch_norm(
            x, tensors[f"{index}.running_mean"], tensors[f"{index}.running_var"], weight, bias, training,
            layer.get("momentum", 0.1), layer.get("eps", 1e-5))
    if kind == "layer_norm":
        return F.layer_norm(x, x.shape[1:], weight, bias, layer.get("eps", 1e-5))
    if kind == "instance_norm":
        return F.instance_norm(x, None, None, weight, bias, True, 0.1, layer.get("eps", 1e-5))
    if kind == "flatten":
        return x.flatten(1)
    if kind == "reshape":
        return x.reshape(-1, *layer["shape"])
    if kind == "upsample":
        return F.interpolate(x, scale_factor=layer.get("scale", 2), mode="nearest")
    if kind == "avg_pool2d":
        return F.avg_pool2d(x, layer.get("kernel", 2), layer.get("stride", 2))
    if kind == "minibatch_stddev":
        return minibatch_stddev(x, layer.get("group", 4))
    if kind == "class":
        return with_class(x, weight)
    if kind == "leaky_relu":
        return F.leaky_relu(x, layer.get("slope", 0.01))
    if kind == "elu":
        return F.elu(x, layer.get("alpha", 1.0))
    if kind == "softplus":
        return F.softplus(x)
    return {"relu": F.relu, "selu": F.selu, "gelu": F.gelu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[kind](x)


class Network:
    """Layers with their tensors; every tensor is a leaf."""

    def __init__(self, name, layers, shape, weight_scale=None):
        self.layers, self.tensors, self.forms, self.statistics, self.norms = layers, {}, {}, [], {}
        x = torch.zeros(4, *shape, dtype=torch.float64)
        for index, layer in enumerate(layers):
            items = x.shape[1:]
            for key, size, scale, offset in parameters_of(layer, items):
                if weight_scale is not None and layer["type"] in ("dense", "conv2d", "conv_transpose2d"):
                    scale, offset = weight_scale, weight_scale / 4 if key == NORMALISED else 0.0
                weight = self.add(f"{index}.{key}", name, size, scale, offset).requires_grad_(True)
                if key == NORMALISED:
                    self.normalise(index, layer, name, weight)
            for key, size, scale, offset in statistics_of(layer, items):
                self.add(f"{index}.{key}", name, size, scale, offset)
                self.statistics.append(f"{index}.{key}")
            with torch.no_grad():
                x = self.run(index, layer, x, False)
        self.output = list(x.shape[1:])

    def add(self, key, name, size, scale, offset):
        self.forms[key] = {"scale": scale, "offset": offset}
        self.tensors[key] = sequence(f"{name}.{key}", size, scale, offset)
        return self.tensors[key]

    def normalise(self, index, layer, name, weight):
        """PyTorch's own normalisation, in evaluation mode: u and v move when they are told to."""
        self.norms[index] = norm = _SpectralNorm(weight.detach(), dim=1 if layer["type"] == "conv_transpose2d" else 0).eval()
        for key, size, scale, offset in directions_of(layer, weight.shape):
            getattr(norm, key[-2:]).copy_(self.add(f"{index}.{key}", name, size, scale, offset))

    @torch.no_grad()
    def iterate(self):
        """One power iteration of every normalised weight."""
        for index, norm in self.norms.items():
            norm._power_method(norm._reshape_weight_to_matrix(self.tensors[f"{index}.{NORMALISED}"]), 1)

    def run(self, index, layer, x, training):
        if index in self.norms:
            weight = self.norms[index](self.tensors[f"{index}.{NORMALISED}"])
            return run_layer(index, layer, x, {**self.tensors, f"{index}.weight": weight}, training)
        return run_layer(index, layer, x, self.tensors, training)

    def parameters(self):
        return {key: value for key, value in self.tensors.items() if value.requires_grad}

    def __call__(self, x, training=True):
        for index, layer in enumerate(self.layers):
            x = self.run(index, layer, x, training)
        return x


def layer_case(name, shape, layers, parts=(3, 2), scale=1.0):
    network = Network(name, layers, shape)
    x = sequence(f"{name}.input", (sum(parts), *shape), scale).requires_grad_(True)
    gradient = sequence(f"{name}.gradient", (sum(parts), *network.output))
    inference = network(x.detach()[:parts[0]], training=False)
    outputs = torch.cat([network(part) for part in x.split(list(parts))])
    outputs.backward(gradient)
    return {
        "name": name,
        "input": list(shape),
        "scale": scale,
        "layers": layers,
        "parts": list(parts),
        "tensors": network.forms,
        "inference": tensor(inference),
        "output": tensor(outputs),
        "inputGradient": tensor(x.grad),
        "gradients": {key: tensor(value.grad) for key, value in network.parameters().items()},
        "statistics": {key: tensor(network.tensors[key]) for key in network.statistics},
    }


def conv(channels, kernel, **options):
    return {"type": "conv2d", "channels": channels, "kernel": kernel, **options}


def conv_transpose(channels, kernel, **options):
    return {"type": "conv_transpose2d", "channels": channels, "kernel": kernel, **options}


def dense(units, **options):
    return {"type": "dense", "units": units, **options}


def of(kind, **options):
    return {"type": kind, **options}


LEAKY = of("leaky_relu", slope=0.2)


# The generator and the discriminator of a DCGAN for 28x28 images; 64 channels are the full width.
def dcgan(channels):
    return [
        dense(49 * 2 * channels), of("batch_norm"), of("relu"), of("reshape", shape=[2 * channels, 7, 7]),
        conv_transpose(channels, 4, stride=2, padding=1), of("batch_norm"), of("relu"), conv_transpose(1, 4, stride=2, padding=1), of("tanh")]


def judge(channels):
    return [
        conv(channels, 4, stride=2, padding=1), LEAKY, conv(2 * channels, 4, stride=2, padding=1), of("batch_norm"), LEAKY, of("flatten"), dense(1)]


def layer_cases():
    case = layer_case
    yield case("dense", (7,), [dense(5)])
    yield case("dense_without_bias", (33,), [dense(17, bias=False)])
    yield case("dense_to_one", (19,), [dense(1)])
    yield case("dense_wide", (130,), [dense(75)], (17, 9))

    for kernel, stride, padding in [(1, 1, 0), (3, 1, 1), (3, 2, 1), (4, 2, 1), (5, 2, 2), (5, 1, 0), (4, 1, 0), (2, 2, 0), (3, 3, 0)]:
        yield case(f"conv2d_k{kernel}_s{stride}_p{padding}", (3, 8, 7), [conv(5, kernel, stride=stride, padding=padding)])
    for kernel, stride in [(3, 1), (3, 2), (4, 1), (4, 2), (5, 1), (5, 2), (2, 3)]:
        yield case(f"conv2d_k{kernel}_s{stride}_same", (2, 7, 6), [conv(6, kernel, stride=stride, padding="same")])
    yield case("conv2d_without_bias", (4, 6, 6), [conv(3, 3, padding=1, bias=False)])
    yield case("conv2d_to_one_pixel", (9, 4, 4), [conv(1, 4)])
    yield case("conv2d_wide", (32, 14, 14), [conv(48, 4, stride=2, padding=1)], (5, 4))
    yield case("conv2d_wide_k3", (17, 9, 9), [conv(33, 3, padding=1)])
    yield case("conv2d_wide_k5_same", (16, 8, 8), [conv(32, 5, stride=2, padding="same")])

    for kernel, stride, padding, extra in [
            (4, 2, 1, 0), (4, 1, 0, 0), (3, 1, 1, 0), (3, 2, 1, 1), (3, 2, 0, 0), (5, 2, 2, 1), (5, 2, 1, 0), (2, 2, 0, 0), (2, 3, 0, 2),
            (4, 3, 1, 2)]:
        options = {"stride": stride, "padding": padding, "output_padding": extra}
        yield case(f"conv_transpose2d_k{kernel}_s{stride}_p{padding}_o{extra}", (3, 5, 4), [conv_transpose(5, kernel, **options)])
    for kernel, stride in [(3, 1), (3, 2), (4, 2), (5, 1), (5, 2), (4, 1), (2, 3)]:
        yield case(f"conv_transpose2d_k{kernel}_s{stride}_same", (3, 4, 5), [conv_transpose(4, kernel, stride=stride, padding="same")])
    yield case("conv_transpose2d_without_bias", (4, 3, 3), [conv_transpose(3, 4, stride=2, padding=1, bias=False)])
    yield case("conv_transpose2d_from_one_pixel", (9, 1, 1), [conv_transpose(6, 4)])
    yield case("conv_transpose2d_wide", (48, 7, 7), [conv_transpose(32, 4, stride=2, padding=1)], (5, 4))
    yield case("conv_transpose2d_wide_k5_same", (32, 4, 4), [conv_transpose(16, 5, stride=2, padding="same")])

    yield case("batch_norm_features", (21,), [of("batch_norm")], (5, 4), 2.0)
    yield case("batch_norm_image", (6, 3, 5), [of("batch_norm")], (3, 4), 2.0)
    yield case("batch_norm_options", (18, 2, 2), [of("batch_norm", momentum=0.3, eps=0.01)], (4, 2), 2.0)
    yield case("batch_norm_keras", (18,), [of("batch_norm", momentum=0.01, eps=0.001)], (6, 3), 2.0)
    yield case("batch_norm_plain", (5, 4, 4), [of("batch_norm", affine=False)], (3, 2), 2.0)
    yield case("batch_norm_plain_features", (5,), [of("batch_norm", affine=False)], (7, 2), 2.0)
    yield case("layer_norm_features", (23,), [of("layer_norm")], scale=2.0)
    yield case("layer_norm_image", (5, 3, 4), [of("layer_norm", eps=0.001)], scale=2.0)
    yield case("layer_norm_plain", (3, 4, 4), [of("layer_norm", affine=False)], scale=2.0)
    yield case("instance_norm", (5, 4, 3), [of("instance_norm")], scale=2.0)
    yield case("instance_norm_affine", (18, 3, 3), [of("instance_norm", affine=True, eps=0.001)], scale=2.0)

    yield case("upsample", (3, 3, 2), [of("upsample")])
    yield case("upsample_by_three", (2, 2, 3), [of("upsample", scale=3)])
    yield case("avg_pool2d", (3, 6, 4), [of("avg_pool2d")])
    yield case("avg_pool2d_overlapping", (2, 7, 6), [of("avg_pool2d", kernel=3, stride=2)])
    yield case("minibatch_stddev", (3, 2, 2), [of("minibatch_stddev")], (4, 8))
    yield case("minibatch_stddev_of_two", (2, 3, 3), [of("minibatch_stddev", group=2)], (2, 6))

    for kind, options in [
            ("leaky_relu", {}), ("leaky_relu", {"slope": 0.2}), ("relu", {}), ("selu", {}), ("elu", {}), ("elu", {"alpha": 0.5}), ("gelu", {}),
            ("softplus", {}), ("tanh", {}), ("sigmoid", {})]:
        name = "_".join([kind, *(str(option).replace(".", "") for option in options.values())])
        yield case(name, (37,), [of(kind, **options)], scale=6.0)
        yield case(f"{name}_image", (3, 4, 3), [of(kind, **options)], scale=3.0)

    # Together: what an engine fuses, skips or lays out otherwise must still be the same function.
    for kind in ("leaky_relu", "relu", "selu", "elu", "gelu", "softplus", "tanh", "sigmoid"):
        yield case(f"dense_{kind}_dense", (9,), [dense(18), of(kind), dense(3)], (4, 3))
    yield case("dense_batch_norm_relu", (9,), [dense(20), of("batch_norm"), of("relu"), dense(4)], (6, 5))
    yield case("dense_layer_norm_gelu", (9,), [dense(20), of("layer_norm"), of("gelu"), dense(4)])
    yield case("conv2d_tanh", (2, 6, 6), [conv(18, 3, padding=1), of("tanh")])
    yield case(
        "conv2d_batch_norm_leaky", (3, 8, 8),
        [conv(18, 4, stride=2, padding=1), of("leaky_relu", slope=0.2), conv(20, 4, stride=2, padding=1), of("batch_norm"),
         of("leaky_relu", slope=0.2), of("flatten"), dense(1)], (4, 3))
    yield case(
        "generator", (10,),
        [dense(20 * 9), of("batch_norm"), of("relu"), of("reshape", shape=[20, 3, 3]), conv_transpose(18, 4, stride=2, padding=1),
         of("batch_norm"), of("relu"), conv_transpose(3, 5, stride=2, padding="same"), of("tanh")], (6, 4))
    yield case(
        "generator_upsampling", (10,),
        [dense(5 * 4), of("reshape", shape=[5, 2, 2]), of("batch_norm"), of("upsample"), conv(18, 3, padding=1), of("batch_norm"),
         of("leaky_relu", slope=0.2), of("upsample"), conv(2, 3, padding=1), of("tanh")], (4, 3))
    yield case("dcgan_generator", (100,), dcgan(64), (16, 9))
    yield case("dcgan_discriminator", (1, 28, 28), judge(64), (16, 9))
    yield case("conv2d_pool_flatten", (3, 8, 6), [conv(7, 3, padding=1), of("relu"), of("avg_pool2d"), of("flatten"), dense(2)])
    halving = conv(7, 3, stride=2, padding=1)
    yield case("conv2d_instance_norm", (3, 6, 6), [halving, of("instance_norm", affine=True), of("elu"), of("flatten"), dense(1)])
    yield case("conv2d_layer_norm", (3, 6, 6), [halving, of("layer_norm"), of("leaky_relu", slope=0.2), of("flatten"), dense(1)])
    yield case("conv2d_stddev", (3, 6, 6), [conv(6, 3, stride=2, padding=1), of("minibatch_stddev"), conv(1, 3), of("flatten")], (4, 4))
    # The classes of the items beside the items.
    yield case("class_one_hot", (5,), [of("class")])
    yield case("class_embedding", (5,), [of("class", embedding=3)], (7, 6))
    yield case("class_image_one_hot", (3, 4, 5), [of("class")])
    yield case("class_image_embedding", (3, 4, 5), [of("class", embedding=2)], (7, 6))
    yield case(
        "class_generator", (10,),
        [dense(17), of("class", embedding=20), of("relu"), dense(20 * 4), of("batch_norm"), of("relu"), of("reshape", shape=[20, 2, 2]),
         of("class", embedding=1), conv_transpose(3, 4, stride=2, padding=1), of("tanh")], (7, 6))
    yield case(
        "class_discriminator", (3, 8, 8),
        [of("class"), conv(18, 4, stride=2, padding=1), LEAKY, of("class", embedding=2), conv(20, 4, stride=2, padding=1), LEAKY, of("flatten"),
         of("class", embedding=9), dense(17), LEAKY, dense(1)], (7, 6))
    # Weights divided by their first singular value.
    for units in (1, 3, 40):
        yield case(f"dense_{units}_spectral_norm", (23,), [dense(units, spectral_norm=True)])
    yield case("conv2d_spectral_norm", (5, 6, 4), [conv(18, 4, stride=2, padding=1, spectral_norm=True)])
    yield case("conv2d_few_channels_spectral_norm", (1, 6, 6), [conv(7, 3, spectral_norm=True)])
    yield case("conv2d_wide_spectral_norm", (32, 8, 8), [conv(48, 4, stride=2, padding=1, spectral_norm=True)])
    yield case("conv_transpose2d_spectral_norm", (7, 3, 4), [conv_transpose(20, 4, stride=2, padding=1, spectral_norm=True)])
    yield case("conv_transpose2d_one_channel_spectral_norm", (6, 3, 3), [conv_transpose(1, 5, stride=2, padding="same", spectral_norm=True)])
    yield case("conv_transpose2d_wide_spectral_norm", (48, 7, 7), [conv_transpose(32, 4, stride=2, padding=1, spectral_norm=True)])
    yield case(
        "spectral_norm_network", (2, 8, 8),
        [conv(18, 4, stride=2, padding=1, spectral_norm=True), LEAKY, conv_transpose(5, 3, stride=2, padding=1, output_padding=1, spectral_norm=True),
         of("tanh"), of("flatten"), dense(20, spectral_norm=True), of("elu"), dense(1, spectral_norm=True)])
    yield case("flatten_dense_reshape", (2, 3, 4), [of("flatten"), dense(18), of("reshape", shape=[2, 3, 3]), of("sigmoid")])


# --- losses ---------------------------------------------------------------------------------------------------------------------

LOGITS = [-40.0, -3.0, -0.5, 0.25, 1.0, 1.5, 5.0, 40.0]


def losses_of(kind, smoothing, sides):
    real = 1.0 - smoothing
    fake = smoothing if sides == "two" else 0.0

    def labelled(loss, x, label):
        return loss(x, torch.full_like(x, label))

    entropy, square = F.binary_cross_entropy_with_logits, F.mse_loss
    if kind == "non_saturating":
        return lambda x: labelled(entropy, x, real), lambda x: labelled(entropy, x, fake), lambda x: labelled(entropy, x, 1.0)
    if kind == "saturating":
        return lambda x: labelled(entropy, x, real), lambda x: labelled(entropy, x, fake), lambda x: -labelled(entropy, x, 0.0)
    if kind == "least_squares":
        return lambda x: labelled(square, x, real), lambda x: labelled(square, x, fake), lambda x: labelled(square, x, 1.0)
    if kind == "hinge":
        return lambda x: F.relu(1 - x).mean(), lambda x: F.relu(1 + x).mean(), lambda x: -x.mean()
    return lambda x: -x.mean(), lambda x: x.mean(), lambda x: -x.mean()


def loss_cases():
    for kind, smoothing, sides in [
            ("non_saturating", 0.0, "one"), ("non_saturating", 0.1, "one"), ("non_saturating", 0.1, "two"), ("saturating", 0.0, "one"),
            ("saturating", 0.2, "two"), ("least_squares", 0.0, "one"), ("least_squares", 0.1, "one"), ("least_squares", 0.1, "two"),
            ("hinge", 0.0, "one"), ("wasserstein", 0.0, "one")]:
        case = {"kind": kind, "smoothing": smoothing, "sides": sides, "logits": LOGITS}
        for side, loss in zip(("real", "fake", "generator"), losses_of(kind, smoothing, sides)):
            x = torch.tensor(LOGITS, dtype=torch.float64, requires_grad=True)
            mean = loss(x)
            mean.backward()
            case[side] = {"loss": number(mean.item()), "gradient": tensor(x.grad)}
        yield case


# --- penalties ------------------------------------------------------------------------------------------------------------------

def penalty_of(kind, weight, slope):
    norms = slope.flatten(1).norm(dim=1)
    return weight / 2 * norms.square().mean() if kind == "r1" else weight * (norms - 1).square().mean()


def penalty_case(name, shape, layers, kind, weight=10.0, items=4, scale=1.0):
    network = Network(name, layers, shape)
    x = sequence(f"{name}.input", (items, *shape), scale).requires_grad_(True)
    slope, = torch.autograd.grad(network(x).sum(), x, create_graph=True)
    penalty = penalty_of(kind, weight, slope)
    penalty.backward()
    return {
        "name": name,
        "input": list(shape),
        "scale": scale,
        "layers": layers,
        "items": items,
        "kind": kind,
        "weight": weight,
        "tensors": network.forms,
        "inputGradient": tensor(slope, FEW),
        "penalty": number(penalty.item()),
        "gradients": {
            key: tensor(torch.zeros_like(value) if value.grad is None else value.grad, FEW) for key, value in network.parameters().items()},
    }


def penalty_cases():
    flatten, end = of("flatten"), dense(1)
    for kind in ("r1", "wgan_gp"):
        def case(name, *arguments, **options):
            return penalty_case(f"{kind}_{name}", *arguments, kind=kind, **options)

        yield case("dense", (7,), [end])
        yield case("leaky_relu", (9,), [dense(40), LEAKY, dense(19), LEAKY, end])
        for activation in ("relu", "selu", "elu", "gelu", "softplus", "tanh", "sigmoid"):
            yield case(activation, (9,), [dense(18), of(activation), dense(20), of(activation), end])
        yield case("elu_half", (9,), [dense(18), of("elu", alpha=0.5), dense(3), of("elu", alpha=0.5)])
        yield case("activations_alone", (5,), [of("tanh"), of("sigmoid"), of("gelu"), of("softplus"), end], scale=2.0)
        yield case("curved_end", (6,), [dense(17), of("tanh"), end, of("sigmoid")])
        yield case("layer_norm", (9,), [dense(21), of("layer_norm"), LEAKY, dense(18), of("layer_norm", affine=False), of("tanh"), end])
        yield case("layer_norm_ends", (9,), [of("layer_norm"), dense(3), of("layer_norm")])
        yield case("conv2d", (3, 8, 8), [conv(18, 4, stride=2, padding=1), LEAKY, conv(20, 4, stride=2, padding=1), LEAKY, flatten, end])
        yield case("conv2d_same", (1, 7, 7), [conv(6, 5, stride=2, padding="same"), of("softplus"), conv(17, 3, padding="same"), of("tanh"), conv(1, 4)])
        yield case("class", (7,), [of("class", embedding=3), dense(18), of("tanh"), of("class", embedding=5), of("tanh"), dense(19), LEAKY, of("class"), end])
        yield case(
            "class_image", (2, 6, 6),
            [of("class", embedding=1), conv(18, 3), of("softplus"), of("class"), conv(5, 2), of("tanh"), flatten, of("class", embedding=4), end], items=6)
        yield case("conv_transpose2d", (7,), [
            dense(20 * 4), of("reshape", shape=[20, 2, 2]), LEAKY, conv_transpose(18, 4, stride=2, padding=1), of("elu"),
            conv_transpose(2, 3, stride=2, padding="same"), of("tanh"), flatten, end])
        yield case("conv_layer_norm", (2, 8, 8), [conv(18, 4, stride=2, padding=1), of("layer_norm"), LEAKY, conv(5, 3), of("tanh"), flatten, end])
        yield case("conv_instance_norm", (2, 6, 6), [
            of("instance_norm"), conv(18, 3), LEAKY, of("instance_norm", affine=True), conv(5, 2), of("instance_norm", affine=True), of("tanh"), flatten, end])
        yield case("pooled", (3, 6, 6), [conv(18, 3, padding=1), of("softplus"), of("avg_pool2d"), conv(5, 2), LEAKY, flatten, end])
        yield case("upsampled", (2, 3, 3), [of("upsample"), of("tanh"), conv(17, 3), of("upsample"), of("softplus"), conv(3, 3, stride=2), flatten, end])
        yield case("critic", (1, 28, 28), [
            conv(16, 4, stride=2, padding=1), LEAKY, conv(32, 4, stride=2, padding=1), of("layer_norm"), LEAKY, flatten, end], items=8)
        yield case("spectral_norm", (2, 6, 6), [
            conv(18, 4, stride=2, padding=1, spectral_norm=True), of("tanh"), conv_transpose(5, 3, stride=2, spectral_norm=True), LEAKY, flatten,
            dense(20, spectral_norm=True), of("softplus"), dense(1, spectral_norm=True)])


# --- optimisers -----------------------------------------------------------------------------------------------------------------

def optimizer_of(parameters, spec):
    ours = ("kind", "beta1", "beta2", "clip_norm", "clip_value", "schedule", "weight_clip", "average")
    options = {key: value for key, value in spec.items() if key not in ours}
    if "beta1" in spec:
        options["betas"] = (spec["beta1"], spec["beta2"])
    return {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "rmsprop": torch.optim.RMSprop, "sgd": torch.optim.SGD}[spec["kind"]](
        parameters, **options)


def schedule_of(optimizer, spec):
    """A scheduler of PyTorch's, told of every step. Past its end, PyTorch's cosine would rise again: ours stays level, so it is told no more."""
    schedule = spec.get("schedule")
    if schedule is None:
        return lambda step: None
    steps, factor, rate = schedule["steps"], schedule["factor"], spec["lr"]
    if schedule["kind"] == "cosine":
        scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps, eta_min=factor * rate)
        return lambda step: scheduler.step() if step < steps else None
    scheduler = (
        torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1.0, end_factor=factor, total_iters=steps) if schedule["kind"] == "linear"
        else torch.optim.lr_scheduler.StepLR(optimizer, step_size=steps, gamma=factor))
    return lambda step: scheduler.step()


def averaged(average, weights, spec, step):
    """The moving average after a step, counted from 0, by PyTorch's own linear interpolation."""
    decay = min(spec["decay"], (2.0 + step) / (spec["ramp_up"] + 1 + step))
    return torch.lerp(average, weights.detach(), 1 - decay)


def optimizer_cases():
    adam, mild = {"beta1": 0.5, "beta2": 0.999}, {"beta1": 0.9, "beta2": 0.99}
    for name, spec in [
            ("adam", {"kind": "adam", "lr": 0.0002, **adam}),
            ("adam_large_rate", {"kind": "adam", "lr": 0.03, **mild}),
            ("adam_decay", {"kind": "adam", "lr": 0.01, **mild, "weight_decay": 0.1}),
            ("adam_epsilon", {"kind": "adam", "lr": 0.01, **adam, "eps": 0.05}),
            ("adamw", {"kind": "adamw", "lr": 0.01, **adam, "weight_decay": 0.1}),
            ("rmsprop", {"kind": "rmsprop", "lr": 0.01, "alpha": 0.9}),
            ("rmsprop_momentum", {"kind": "rmsprop", "lr": 0.01, "alpha": 0.99, "momentum": 0.9}),
            ("rmsprop_decay", {"kind": "rmsprop", "lr": 0.001, "alpha": 0.95, "momentum": 0.5, "weight_decay": 0.1, "eps": 0.01}),
            ("sgd", {"kind": "sgd", "lr": 0.05}),
            ("sgd_decay", {"kind": "sgd", "lr": 0.05, "weight_decay": 0.1}),
            ("sgd_momentum", {"kind": "sgd", "lr": 0.05, "momentum": 0.9, "weight_decay": 0.01}),
            ("sgd_nesterov", {"kind": "sgd", "lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
            # Gradients of 4 x 5 numbers within +-0.25 to +-2: their norms are about 0.6 to 5.
            ("sgd_clip_norm", {"kind": "sgd", "lr": 0.05, "momentum": 0.9, "weight_decay": 0.1, "clip_norm": 1.5}),
            ("adam_clip_norm", {"kind": "adam", "lr": 0.01, **mild, "weight_decay": 0.1, "clip_norm": 0.4}),
            ("adamw_clip_value", {"kind": "adamw", "lr": 0.01, **mild, "weight_decay": 0.1, "clip_value": 0.3}),
            ("rmsprop_clip_both", {"kind": "rmsprop", "lr": 0.01, "alpha": 0.9, "clip_value": 0.7, "clip_norm": 1.2}),
            ("sgd_clip_both", {"kind": "sgd", "lr": 0.05, "clip_value": 0.4, "clip_norm": 1.4}),
            ("sgd_linear", {"kind": "sgd", "lr": 0.05, "schedule": {"kind": "linear", "steps": 6, "factor": 0.1}}),
            ("adam_linear", {"kind": "adam", "lr": 0.01, **adam, "schedule": {"kind": "linear", "steps": 20, "factor": 0.0}}),
            ("sgd_cosine", {"kind": "sgd", "lr": 0.05, "momentum": 0.9, "schedule": {"kind": "cosine", "steps": 7, "factor": 0.2}}),
            ("adamw_cosine", {"kind": "adamw", "lr": 0.01, **adam, "weight_decay": 0.1, "schedule": {"kind": "cosine", "steps": 9, "factor": 0.0}}),
            ("rmsprop_step", {"kind": "rmsprop", "lr": 0.01, "alpha": 0.9, "schedule": {"kind": "step", "steps": 3, "factor": 0.5}}),
            ("sgd_weight_clip", {"kind": "sgd", "lr": 0.05, "weight_clip": 0.3}),
            ("rmsprop_weight_clip_average", {
                "kind": "rmsprop", "lr": 0.01, "alpha": 0.99, "weight_clip": 0.1, "average": {"decay": 0.9, "ramp_up": 1}}),
            ("adam_average", {"kind": "adam", "lr": 0.03, **adam, "average": {"decay": 0.999, "ramp_up": 10}}),
            ("sgd_average", {"kind": "sgd", "lr": 0.05, "momentum": 0.9, "average": {"decay": 0.6, "ramp_up": 4}})]:
        weights = sequence(f"{name}.weights", (4, 5)).requires_grad_(True)
        optimizer = optimizer_of([weights], spec)
        advance = schedule_of(optimizer, spec)
        average = weights.detach().clone()
        steps, rates, norms, averages = [], [], [], []
        for step in range(10):
            # Sizes differ by step, as in training.
            weights.grad = sequence(f"{name}.gradient.{step}", (4, 5), 2.0 ** (step % 4 - 2))
            norms.append(number(weights.grad.norm().item()))
            rates.append(number(optimizer.param_groups[0]["lr"]))
            if "clip_value" in spec:
                torch.nn.utils.clip_grad_value_([weights], spec["clip_value"])
            if "clip_norm" in spec:
                torch.nn.utils.clip_grad_norm_([weights], spec["clip_norm"])
            optimizer.step()
            if "weight_clip" in spec:
                with torch.no_grad():
                    weights.clamp_(-spec["weight_clip"], spec["weight_clip"])
            advance(step)
            steps.append([number(v) for v in weights.detach().reshape(-1).tolist()])
            if "average" in spec:
                average = averaged(average, weights, spec["average"], step)
                averages.append([number(v) for v in average.reshape(-1).tolist()])
        case = {"name": name, "spec": spec, "weights": [4, 5], "norms": norms, "rates": rates, "steps": steps}
        yield {**case, "averages": averages} if averages else case


# --- whole networks -------------------------------------------------------------------------------------------------------------

def adversarial_losses(generator, discriminator, real, noise, spec, optimizers):
    """One iteration in the order of PyTorch's DCGAN example: fakes are made once and used by both players."""
    on_real, on_fake, on_generator = losses_of(spec["loss"], 0.0, "one")
    fakes = generator(noise)
    critic = on_real(discriminator(real)) + on_fake(discriminator(fakes.detach()))
    take_step(optimizers[1], critic)
    discriminator.iterate()
    frozen = list(discriminator.parameters().values())
    for weight in frozen:
        weight.requires_grad_(False)
    loss = on_generator(discriminator(fakes))
    take_step(optimizers[0], loss)
    generator.iterate()
    for weight in frozen:
        weight.requires_grad_(True)
    return critic.item(), loss.item()


def take_step(optimizer, loss):
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


def penalised_losses(generator, discriminator, real, noise, spec, optimizers, mix):
    """One iteration of WGAN-GP (Gulrajani et al., 2017) with one critic step."""
    fakes = generator(noise)
    between = (mix * real + (1 - mix) * fakes.detach()).requires_grad_(True)
    slope, = torch.autograd.grad(discriminator(between).sum(), between, create_graph=True)
    penalty = (slope.flatten(1).norm(dim=1) - 1).square().mean()
    critic = discriminator(fakes.detach()).mean() - discriminator(real).mean() + spec["penalty"] * penalty
    take_step(optimizers[1], critic)
    loss = -discriminator(fakes).mean()
    take_step(optimizers[0], loss)
    return critic.item(), loss.item(), penalty.item()


def network_case(name, noise, image, generator_layers, discriminator_layers, batch, optimizer, weight_scale, loss="non_saturating", penalty=0.0):
    spec = {
        "name": name, "batch": batch, "noise": [noise], "image": list(image), "loss": loss, "penalty": penalty, "optimizer": optimizer,
        "generator": generator_layers, "discriminator": discriminator_layers,
    }
    generator = Network(f"{name}.generator", generator_layers, (noise,), weight_scale)
    discriminator = Network(f"{name}.discriminator", discriminator_layers, image, weight_scale)
    optimizers = [optimizer_of(list(network.parameters().values()), optimizer) for network in (generator, discriminator)]
    iterations = []
    for iteration in range(10):
        real = sequence(f"{name}.real.{iteration}", (batch, *image))
        drawn = sequence(f"{name}.noise.{iteration}", (batch, noise), 1.75)
        if penalty:
            mix = sequence(f"{name}.mix.{iteration}", (batch, *[1] * len(image)), 0.5, 0.5)
            losses = penalised_losses(generator, discriminator, real, drawn, spec, optimizers, mix)
        else:
            losses = adversarial_losses(generator, discriminator, real, drawn, spec, optimizers)
        iterations.append([number(value) for value in losses])
    spec["generatorTensors"], spec["discriminatorTensors"] = generator.forms, discriminator.forms
    spec["iterations"] = iterations
    # What inference draws after the last iteration: weights and running statistics at once.
    spec["samples"] = tensor(generator(sequence(f"{name}.noise.final", (4, noise), 1.75), training=False))
    return spec


def network_cases():
    adam = {"kind": "adam", "lr": 0.0002, "beta1": 0.5, "beta2": 0.999}
    yield network_case(
        "mlp", 100, (1, 28, 28), [dense(128), LEAKY, dense(784), of("tanh"), of("reshape", shape=[1, 28, 28])],
        [of("flatten"), dense(128), LEAKY, dense(1)], 64, adam, 0.06)
    # One pixel that rounding moves across a ReLU's kink changes gradients, and Adam's first steps know only signs: the sizes, weights and
    # rates here keep that small. In single precision, PyTorch itself stays within 2e-6 of these losses.
    yield network_case("dcgan", 100, (1, 28, 28), dcgan(16), judge(16), 32, adam, 0.05)
    yield network_case("dcgan_wide", 100, (1, 28, 28), dcgan(64), judge(64), 16, {**adam, "lr": 0.00002}, 0.06)
    yield network_case("dcgan_least_squares", 100, (1, 28, 28), dcgan(16), judge(16), 16, adam, 0.05, "least_squares")

    yield network_case(
        "cgan", 100, (1, 28, 28), [dense(64), of("class", embedding=40), LEAKY, dense(784), of("tanh"), of("reshape", shape=[1, 28, 28])],
        [of("flatten"), dense(64), of("class", embedding=24), LEAKY, dense(64), LEAKY, dense(1)], 64, adam, 0.06)

    # A critic's last bias has a gradient of rounding errors alone, which Adam would turn into full steps: so it has none. The same goes for
    # hidden units that are on the same side of the kink for every item.
    # Every weight of the critic but its last layer's bias is normalised.
    normalised = [
        conv(16, 4, stride=2, padding=1, spectral_norm=True), LEAKY, conv(32, 4, stride=2, padding=1, spectral_norm=True), LEAKY, of("flatten"),
        dense(1, spectral_norm=True)]
    drawing = [
        dense(49 * 32, spectral_norm=True), of("relu"), of("reshape", shape=[32, 7, 7]), conv_transpose(16, 4, stride=2, padding=1, spectral_norm=True), of("relu"),
        conv_transpose(1, 4, stride=2, padding=1, spectral_norm=True), of("tanh")]
    yield network_case("sngan", 100, (1, 28, 28), drawing, normalised, 16, adam, 0.05, "hinge")

    penalised = {**adam, "beta1": 0.0, "beta2": 0.9}
    unbiased = [dense(64, bias=False), LEAKY, dense(64, bias=False), LEAKY, dense(1, bias=False)]
    yield network_case(
        "wgan_gp_mlp", 16, (2,), [dense(64), LEAKY, dense(2)], unbiased, 64, {**penalised, "lr": 0.001}, 0.3, "wasserstein", 10.0)
    critic = [
        conv(16, 4, stride=2, padding=1), LEAKY, conv(32, 4, stride=2, padding=1), of("layer_norm"), LEAKY, of("flatten"), dense(1, bias=False)]
    # A penalty jumps where an activation of a point between crosses its kink: a rate so small that, in ten steps, rounding moves none across.
    yield network_case("wgan_gp", 100, (1, 28, 28), dcgan(16), critic, 8, {**penalised, "lr": 0.00001}, 0.05, "wasserstein", 10.0)


# --- files ----------------------------------------------------------------------------------------------------------------------

def write(name, cases):
    """JSON, a line for each value of a case: small, and differences can be read."""
    lines = []
    for case in cases:
        fields = ",\n  ".join(f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in case.items())
        lines.append("{\n  " + fields + "\n}")
    path = FOLDER / name
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    print(f"{path.name}: {len(lines)} cases, {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    torch.manual_seed(0)
    write("layers.json", layer_cases())
    write("losses.json", loss_cases())
    write("penalties.json", penalty_cases())
    write("optimizers.json", optimizer_cases())
    write("networks.json", network_cases())
