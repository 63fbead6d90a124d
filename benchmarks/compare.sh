#!/bin/sh
# Trains the same networks here and in PyTorch, in turns, and prints tab-separated: work, threads, ours, yardstick, ratio.
# Steps are medians of a run, the best run counts on both sides; PyTorch has the best of its thread and BLAS settings.
#
#   benchmarks/compare.sh [--quick] [WORK...]     works: mlp dcgan dcgan-fast sunflowers sunflowers-fast gemm
#
# PYTHON     an interpreter that has torch
# BLAS_DIRS  folders with further libblas.so.3, separated by colons, for example an OpenMP OpenBLAS unpacked by
#            apt-get download libopenblas0-openmp && dpkg -x libopenblas0-openmp_*.deb openmp
set -e
here=$(cd "$(dirname "$0")" && pwd)
for python in "$PYTHON" python3 /usr/bin/python3; do
    if [ -n "$python" ] && "$python" -c 'import torch' 2>/dev/null; then
        dotnet build "$here/GanActors.Benchmarks" -c Release --nologo -v quiet >&2
        exec "$python" -B "$here/pytorch/compare.py" "$@"
    fi
done
echo "compare.sh: no Python with torch; install PyTorch or name the interpreter in PYTHON." >&2
exit 1
