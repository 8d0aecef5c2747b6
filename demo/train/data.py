"""Pictures as written by demo/picture/write-dataset.ts: [count, 96, 96, 3] bytes, and their classes."""

import os

import numpy
import torch
from torch.nn import functional as F

SIDE = 96
# The central square of .875 of the side, which is what Heatlas' `centre` view shows a network: no resampling at all.
CROP = 84
MEAN = [143.0, 140.0, 127.0]
STD = [49.0, 47.0, 50.0]


def load(folder: str, name: str, shortcut: bool = False):
    """Pixels and classes of `train` or `validation`; with the shortcut set's watermarks where it has them."""
    pixels = numpy.load(os.path.join(folder, f"{name}-pixels.npy"))
    classes = numpy.load(os.path.join(folder, f"{name}-classes.npy"))
    if shortcut:
        marks = numpy.load(os.path.join(folder, f"{name}-marks.npy"))
        pixels[marks == 1] = numpy.load(os.path.join(folder, f"{name}-marked-pixels.npy"))
    return pixels, torch.from_numpy(classes.astype(numpy.int64))


def load_places(folder: str):
    """Column and row of the middle of each training picture's object."""
    return numpy.load(os.path.join(folder, "train-places.npy")).astype(int)


def prepare(pixels) -> torch.Tensor:
    """[n, h, w, 3] bytes → [n, 3, h, w] floats, normalised."""
    x = torch.from_numpy(pixels).permute(0, 3, 1, 2).to(torch.float32)
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    std = torch.tensor(STD).view(1, 3, 1, 1)
    return ((x - mean) / std).contiguous(memory_format=torch.channels_last)


def centre(pixels) -> torch.Tensor:
    edge = (SIDE - CROP) // 2
    return prepare(numpy.ascontiguousarray(pixels[:, edge : edge + CROP, edge : edge + CROP]))


def augment(pixels, order, random: numpy.random.RandomState, places=None) -> torch.Tensor:
    """A random crop of each picture, half of them mirrored, brightness and contrast a little off.

    With places: crops of two thirds of the size around the object, so that it is seen as large as ever, but with less
    around it.
    """
    side = CROP if places is None else CROP * 2 // 3
    batch = numpy.empty((len(order), side, side, 3), numpy.uint8)
    for place, index in enumerate(order):
        if places is None:
            top, left = random.randint(0, SIDE - side + 1, 2)
        else:
            left, top = numpy.clip(places[index] - side // 2 + random.randint(-6, 7, 2), 0, SIDE - side)
        crop = pixels[index, top : top + side, left : left + side]
        batch[place] = crop[:, ::-1] if random.rand() < 0.5 else crop
    x = prepare(batch)
    gain = torch.from_numpy(random.uniform(0.8, 1.2, (len(order), 1, 1, 1)).astype(numpy.float32))
    shift = torch.from_numpy(random.uniform(-0.2, 0.2, (len(order), 1, 1, 1)).astype(numpy.float32))
    return (x * gain + shift).contiguous(memory_format=torch.channels_last)


def shrink(x: torch.Tensor) -> torch.Tensor:
    """Two thirds of the size, each pixel the mean of what it covers."""
    return F.interpolate(x, size=CROP * 2 // 3, mode="area")
