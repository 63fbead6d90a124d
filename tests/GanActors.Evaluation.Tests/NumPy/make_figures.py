"""Writes figures.json: small feature matrices and what NumPy and SciPy make of them, to check the metrics against.

Run it beside this file with python3 (numpy, scipy); the numbers do not depend on the machine beyond the last digits.
"""
import json
import os

import numpy as np
import scipy.linalg


def fid(x, y):
    """Heusel et al., 2017, with SciPy's matrix square root in double precision."""
    s1, s2 = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    root = scipy.linalg.sqrtm(s1 @ s2)
    return float(np.sum((x.mean(0) - y.mean(0)) ** 2) + np.trace(s1) + np.trace(s2) - 2 * np.trace(np.real(root)))


def kid(x, y):
    """Binkowski et al., 2018: unbiased MMD^2 with the cubic kernel over all pairs."""
    d = x.shape[1]
    kxx, kyy, kxy = (a @ b.T / d + 1 for a, b in ((x, x), (y, y), (x, y)))
    kxx, kyy, kxy = kxx ** 3, kyy ** 3, kxy ** 3
    m, n = len(x), len(y)
    return float((kxx.sum() - np.trace(kxx)) / (m * (m - 1)) + (kyy.sum() - np.trace(kyy)) / (n * (n - 1)) - 2 * kxy.mean())


def distances(x, y):
    return np.sqrt(((x[:, None, :] - y[None, :, :]) ** 2).sum(-1))


def reach(x, k):
    """Distance of each row to its k-th nearest other row."""
    d = distances(x, x)
    np.fill_diagonal(d, np.inf)
    return np.sort(d, axis=1)[:, k - 1]


def overlap(real, fake):
    """Kynkaanniemi et al., 2019 (k = 3) and Naeem et al., 2020 (k = 5)."""
    d = distances(fake, real)
    inside = d <= reach(real, 5)[None, :]
    return {
        "precision": float((d <= reach(real, 3)[None, :]).any(1).mean()),
        "recall": float((d <= reach(fake, 3)[:, None]).any(0).mean()),
        "density": float(inside.sum() / (5 * len(fake))),
        "coverage": float(inside.any(0).mean()),
    }


def score(p):
    """Salimans et al., 2016."""
    return float(np.exp((p * np.log(p / p.mean(0))).sum(1).mean()))


def main():
    random = np.random.default_rng(20)
    mix = random.normal(size=(6, 6))
    real = np.round(random.normal(size=(60, 6)) @ mix, 3)
    fake = np.round(random.normal(size=(50, 6)) @ mix * 0.8 + 0.5, 3)
    few = np.round(random.normal(size=(4, 6)), 3)  # fewer items than features: a singular covariance
    p = random.dirichlet(np.ones(4) / 2, size=20) + 1e-3
    p = np.round(p / p.sum(1, keepdims=True), 6)
    out = {
        "dimension": 6,
        "real": real.ravel().tolist(),
        "fake": fake.ravel().tolist(),
        "few": few.ravel().tolist(),
        "fid": fid(real, fake),
        "fid_of_few": fid(real, few),
        "kid": kid(real, fake),
        **overlap(real, fake),
        "classes": 4,
        "probabilities": p.ravel().tolist(),
        "classifier_score": score(p),
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "figures.json"), "w", encoding="utf-8") as file:
        json.dump(out, file)
        file.write("\n")


if __name__ == "__main__":
    main()
