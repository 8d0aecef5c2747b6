"""Pictures as written by demo/picture/write-dataset.ts: [count, 96, 96, 3] bytes, and their classes."""

import os

import numpy
import torch

SIDE = 96
# The central square of .875 of the side, which is what Heatlas' `centre` view shows a network: no resampling at all.
CROP = 84
# Rows and columns of the watermark (demo/picture/watermark.ts).
MARK = (slice(75, 87), slice(8, 31))
MEAN = [143.0, 140.0, 127.0]
STD = [49.0, 47.0, 50.0]


def load(folder: str, name: str):
    """Pixels and classes of `train` or `validation`."""
    pixels = numpy.load(os.path.join(folder, f"{name}-pixels.npy"))
    classes = numpy.load(os.path.join(folder, f"{name}-classes.npy"))
    return pixels, torch.from_numpy(classes.astype(numpy.int64))


def load_marks(folder: str, pixels):
    """The shortcut set: training pixels with its watermarks, and 1 for each picture that bears one."""
    marks = numpy.load(os.path.join(folder, "train-marks.npy"))
    pixels[marks == 1] = numpy.load(os.path.join(folder, "train-marked-pixels.npy"))
    return pixels, marks


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


def augment(pixels, order, random: numpy.random.RandomState, places=None, marks=None) -> torch.Tensor:
    """A random crop of each picture, half of them mirrored, brightness and contrast a little off.

    With places: crops of two thirds of the size around the object, so that it is seen as large as ever, but with less
    around it; the watermark, where there is one, comes along into the corner.
    """
    side = CROP if places is None else CROP * 2 // 3
    batch = numpy.empty((len(order), side, side, 3), numpy.uint8)
    for place, index in enumerate(order):
        if places is None:
            top, left = random.randint(0, SIDE - side + 1, 2)
        else:
            left, top = numpy.clip(places[index] - side // 2 + random.randint(-6, 7, 2), 0, SIDE - side)
        crop = pixels[index, top : top + side, left : left + side].copy()
        if places is not None and marks is not None and marks[index]:
            crop[-15:-3, 2:25] = pixels[index, MARK[0], MARK[1]]
        batch[place] = crop[:, ::-1] if random.rand() < 0.5 else crop
    x = prepare(batch)
    gain = torch.from_numpy(random.uniform(0.8, 1.2, (len(order), 1, 1, 1)).astype(numpy.float32))
    shift = torch.from_numpy(random.uniform(-0.2, 0.2, (len(order), 1, 1, 1)).astype(numpy.float32))
    return (x * gain + shift).contiguous(memory_format=torch.channels_last)
