"""PyTorch's side of compare.sh, one number a line.

    measure.py step WORK THREADS STEPS WARMUP         seconds of a median iteration
    measure.py gemm THREADS SECONDS PRODUCT...        operations a second, PRODUCT as forward:64:100:128 (kind, m, k, n)

THREADS are PyTorch's own; BLAS takes its number from OPENBLAS_NUM_THREADS.
"""
import statistics
import sys
import time

import torch
import torch.nn.functional as F

from works import WORKS

BATCH = 64


def step(work, steps, warmup):
    torch.manual_seed(42)
    generator, discriminator, image = WORKS[work]()
    of_generator, of_discriminator = (
        torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999)) for network in (generator, discriminator))
    reals = [torch.rand(BATCH, *image) * 2 - 1 for _ in range(16)]
    ones, zeros = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)
    times = []
    for iteration in range(warmup + steps):
        began = time.perf_counter()
        fakes = generator(torch.randn(BATCH, 100))

        discriminator.requires_grad_(True)
        of_discriminator.zero_grad(set_to_none=True)
        F.binary_cross_entropy_with_logits(discriminator(reals[iteration % 16]), ones).backward()
        F.binary_cross_entropy_with_logits(discriminator(fakes.detach()), zeros).backward()
        of_discriminator.step()

        discriminator.requires_grad_(False)
        of_generator.zero_grad(set_to_none=True)
        F.binary_cross_entropy_with_logits(discriminator(fakes), ones).backward()
        of_generator.step()
        times.append(time.perf_counter() - began)
    print(repr(statistics.median(times[warmup:])))


def product(kind, m, k, n):
    """What autograd of a linear layer calls, into memory that is there."""
    left = torch.rand(m, k) - 0.5
    if kind == "weight":
        right, out = torch.rand(m, n) - 0.5, torch.empty(n, k)
        return lambda: torch.mm(right.t(), left, out=out)
    out = torch.empty(m, n)
    right = torch.rand(n, k).t() if kind == "forward" else torch.rand(k, n)
    return lambda: torch.mm(left, right, out=out)


def gemm(text, seconds):
    kind, *sizes = text.split(":")
    m, k, n = map(int, sizes)
    run, operations = product(kind, m, k, n), 2 * m * k * n
    repeats = max(1, int(5e7 / operations))
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        for _ in range(repeats):
            run()
        best = min(best, (time.perf_counter() - began) / repeats)
    print(repr(operations / best))


def main(command, *words):
    if command == "step":
        work, threads, steps, warmup = words
        torch.set_num_threads(int(threads))
        step(work, int(steps), int(warmup))
    else:
        threads, seconds, *products = words
        torch.set_num_threads(int(threads))
        with torch.no_grad():
            for text in products:
                gemm(text, float(seconds))


main(*sys.argv[1:])
