"""Runs both sides of compare.sh in turns and prints the ratios."""
import argparse
import datetime
import itertools
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OURS = ROOT / "artifacts/embedded/bin/GanActors.Benchmarks/release/GanActors.Benchmarks"

# What PyTorch trains, what we do of it with titles, and steps and warm-up of one run, in full and quick.
WORKS = [
    ("mlp", {"mlp": "mlp 100-128-784"}, (1500, 300), (400, 150)),
    ("dcgan", {"dcgan": "dcgan 28x28, direct", "dcgan-fast": "dcgan 28x28, fast"}, (50, 6), (16, 3)),
    ("sunflowers", {"sunflowers": "dcgan 64x64 colour, direct", "sunflowers-fast": "dcgan 64x64 colour, fast"}, (5, 1), (2, 1)),
]

# The products of these networks at batch 64, and a square one.
PRODUCTS = [
    "forward:1024:1024:1024", "input:1024:1024:1024", "weight:1024:1024:1024",
    "forward:64:100:128", "weight:64:100:128", "forward:64:128:784", "input:64:784:128", "weight:64:128:784",
    "forward:128:784:128", "forward:64:784:128", "input:64:128:784", "weight:128:784:128",
    "forward:64:100:6272", "weight:64:100:6272", "forward:64:100:8192", "weight:64:100:8192",
    "forward:3136:1024:128", "input:3136:128:1024", "weight:3136:1024:128",
]


def run(command, env=None):
    done = subprocess.run([str(word) for word in command], env=env, capture_output=True, text=True)
    if done.returncode != 0:
        # .NET names the fault in the first line, after its type; Python in the last.
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        fault = next((line for line in lines if line.startswith("Unhandled exception. ")), None)
        raise RuntimeError(fault.split(": ", 1)[-1] if fault else lines[-1])
    return [float(line) for line in done.stdout.split("\n") if line]


def ours(*words):
    return run([OURS, *words])


class Setting:
    """PyTorch with a BLAS library, a choice of its kernels, and thread numbers of its own and of the BLAS."""

    def __init__(self, folder, core, own, blas):
        self.folder, self.core, self.own, self.blas = folder, core, own, blas

    def __str__(self):
        library = pathlib.Path(self.folder).name if self.folder else "default BLAS"
        return f"{library}{', ' + self.core if self.core else ''}, threads {self.own}/{self.blas}"

    def measure(self, command, words):
        env = {key: value for key, value in os.environ.items() if key != "OPENBLAS_CORETYPE"}
        env.update(OPENBLAS_NUM_THREADS=str(self.blas), OMP_NUM_THREADS=str(max(self.own, self.blas)))
        if self.core:
            env["OPENBLAS_CORETYPE"] = self.core
        if self.folder:
            env["LD_LIBRARY_PATH"] = f"{self.folder}:{env.get('LD_LIBRARY_PATH', '')}"
        return run([sys.executable, "-B", HERE / "measure.py", command, *words], env)


def folders():
    named = [folder for folder in os.environ.get("BLAS_DIRS", "").split(":") if folder]
    system = [str(path) for path in sorted(pathlib.Path("/usr/lib").glob("*/openblas-*"))]
    return [None, *dict.fromkeys(named + system)]


def print_line(*words):
    print(*words, sep="\t", flush=True)


def say(text):
    print(f"# {text}", flush=True)


def scout(candidates, measure):
    """Seconds and setting, fastest first."""
    found = []
    for setting in candidates:
        try:
            found.append((measure(setting), setting))
        except RuntimeError as error:
            say(f"{setting}: {error}")
    return sorted(found, key=lambda pair: pair[0])


def find_best(threads, measure, keep=2):
    """
    The settings of PyTorch that short runs find fastest. Each library first shows on one thread which of its kernels are best; those
    within twice the fastest then try all thread numbers.
    """
    cores = dict.fromkeys([None, os.environ.get("OPENBLAS_CORETYPE")])
    found = scout([Setting(folder, core, 1, 1) for folder in folders() for core in cores], measure)
    if threads > 1:
        best = {}
        for seconds, setting in found:
            if seconds < 2 * found[0][0]:
                best.setdefault(setting.folder, setting.core)
        numbers = [pair for pair in itertools.product(range(1, threads + 1), repeat=2) if pair != (1, 1)]
        found += scout([Setting(folder, core, *pair) for folder, core in best.items() for pair in numbers], measure)
        found.sort(key=lambda pair: pair[0])
    return [setting for _, setting in found[:keep]]


def compare_work(work, titles, threads, steps, warmup, rounds, peak):
    short = max(2, steps // 6), max(1, warmup // 2)
    best = find_best(threads, lambda setting: setting.measure("step", [work, setting.own, *short])[0])
    mine, theirs, chosen, operations = {variant: [] for variant in titles}, [], best[0], 0
    for _ in range(rounds):
        for variant in titles:
            seconds, operations = ours("measure", variant, threads, steps, warmup)
            mine[variant].append(seconds)
        for setting in best:
            taken = setting.measure("step", [work, setting.own, steps, warmup])[0]
            if not theirs or taken < min(theirs):
                chosen = setting
            theirs.append(taken)
    b = 1 / min(theirs)
    for variant, title in titles.items():
        a = 1 / min(mine[variant])
        print_line(title, threads, f"{a:.4g} it/s", f"{b:.4g} it/s", f"{a / b:.2f}")
        share = f"{2 * operations * a / 1e9:.1f} GFLOP/s, {2 * operations * a / peak:.2f} of the FMA peak"
        say(f"ours {1 / max(mine[variant]):.4g} to {a:.4g}, PyTorch {1 / max(theirs):.4g} to {b:.4g} it/s; ours {share}")
    say(f"PyTorch's best: {chosen}")


def compare_products(threads, seconds, rounds):
    def total_time(setting):
        rates = setting.measure("gemm", [setting.own, seconds / 3, *PRODUCTS])
        return sum(1 / rate for rate in rates)

    best = find_best(threads, total_time)
    mine, theirs = [0.0] * len(PRODUCTS), [0.0] * len(PRODUCTS)
    for _ in range(rounds):
        mine = [max(pair) for pair in zip(mine, ours("gemm", threads, seconds, *PRODUCTS))]
        for setting in best:
            theirs = [max(pair) for pair in zip(theirs, setting.measure("gemm", [setting.own, seconds, *PRODUCTS]))]
    for text, a, b in zip(PRODUCTS, mine, theirs):
        print_line(f"gemm {text}", threads, f"{a / 1e9:.1f} GFLOP/s", f"{b / 1e9:.1f} GFLOP/s", f"{a / b:.2f}")
    say(f"PyTorch's best: {' and '.join(map(str, best))}")


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown processor"


def main():
    parser = argparse.ArgumentParser(prog="compare.sh")
    parser.add_argument("--quick", action="store_true", help="fewer steps and rounds")
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    parser.add_argument("works", nargs="*", help="mlp dcgan dcgan-fast sunflowers sunflowers-fast gemm; all by default")
    options = parser.parse_args()
    import torch
    say(f"{datetime.date.today()}, {processor()}, {os.cpu_count()} cores, PyTorch {torch.__version__}, load {os.getloadavg()[0]:.1f}")
    print_line("work", "threads", "ours", "yardstick", "ratio")
    rounds = 6 if options.quick else 12

    def wanted(name):
        return not options.works or name in options.works

    for threads in options.threads:
        peak = ours("peak", threads)[0]
        print_line("fma peak", threads, f"{peak / 1e9:.1f} GFLOP/s", "-", "-")
        for work, titles, full, quick in WORKS:
            titles = {variant: title for variant, title in titles.items() if wanted(variant)}
            if not titles:
                continue
            try:
                compare_work(work, titles, threads, *(quick if options.quick else full), rounds, peak)
            except RuntimeError as error:
                print_line(", ".join(titles.values()), threads, "skipped", str(error), "-")
        if wanted("gemm"):
            compare_products(threads, 0.1 if options.quick else 0.3, rounds)


main()
