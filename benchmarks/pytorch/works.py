"""The pairs of networks that compare.sh trains, as Work.cs has them."""
from torch import nn


def mlp():
    return (
        nn.Sequential(nn.Linear(100, 128), nn.LeakyReLU(0.2), nn.Linear(128, 784), nn.Tanh(), nn.Unflatten(1, (1, 28, 28))),
        nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.LeakyReLU(0.2), nn.Linear(128, 1)),
        (1, 28, 28))


def dcgan():
    return (
        nn.Sequential(
            nn.Linear(100, 6272), nn.BatchNorm1d(6272), nn.ReLU(True), nn.Unflatten(1, (128, 7, 7)),
            nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.BatchNorm2d(64), nn.ReLU(True),
            nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Tanh()),
        nn.Sequential(
            nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2, True),
            nn.Conv2d(64, 128, 4, 2, 1), nn.BatchNorm2d(128), nn.LeakyReLU(0.2, True),
            nn.Flatten(), nn.Linear(6272, 1)),
        (1, 28, 28))


def sunflowers():
    """'same' for even sizes at stride 2: two zeros on each side do as much work as one before and two after, without a copy."""
    def up(inputs, channels):
        return nn.ConvTranspose2d(inputs, channels, 5, 2, 2, 1)

    def down(inputs, channels):
        return nn.Conv2d(inputs, channels, 5, 2, 2)

    return (
        nn.Sequential(
            nn.Linear(100, 8192), nn.Unflatten(1, (512, 4, 4)),
            up(512, 256), nn.BatchNorm2d(256), nn.ReLU(True),
            up(256, 128), nn.BatchNorm2d(128), nn.ReLU(True),
            up(128, 64), nn.BatchNorm2d(64), nn.ReLU(True),
            up(64, 3), nn.Tanh()),
        nn.Sequential(
            nn.Dropout(0.5),
            down(3, 64), nn.LeakyReLU(0.2, True),
            down(64, 128), nn.BatchNorm2d(128), nn.LeakyReLU(0.2, True),
            down(128, 256), nn.BatchNorm2d(256), nn.LeakyReLU(0.2, True),
            down(256, 512), nn.BatchNorm2d(512), nn.LeakyReLU(0.2, True),
            nn.Conv2d(512, 1, 4), nn.Flatten()),
        (3, 64, 64))


WORKS = {"mlp": mlp, "dcgan": dcgan, "sunflowers": sunflowers}
