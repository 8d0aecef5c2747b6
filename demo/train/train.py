"""Trains one of the demo's networks and writes <model>/<name>.onnx, its side file, and <data>/<name>.card.json.

/usr/bin/python3 demo/train/train.py DATA MODEL NAME   (DATA: folder of write-dataset.ts; MODEL: demo/model)
"""

import json
import os
import sys
import time

import numpy
import torch
from torch import nn

from data import augment, centre, load, load_marks, load_places
from export import export
from network import NETWORKS, TWIN

BATCH = 32


def predict(model: nn.Module, pixels) -> torch.Tensor:
    model.eval()
    with torch.no_grad():
        return torch.cat([model(centre(pixels[i : i + 200])).argmax(1) for i in range(0, len(pixels), 200)])


def fit(model: nn.Module, pixels, classes, places, marks, phases, rate: float) -> None:
    """AdamW under a one-cycle schedule (Smith 2018), cross-entropy with a little smoothing.

    Two phases of so many passes each: crops around the object, which teach more of it for less than half of the work;
    then pictures in full.
    """
    random = numpy.random.RandomState(1)
    cropped, full = phases
    passes = cropped + full
    steps = len(pixels) // BATCH
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=passes * steps, pct_start=0.25)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    for number in range(passes):
        model.train()
        order = random.permutation(len(pixels))
        start, total = time.time(), 0.0
        for step in range(steps):
            batch = order[step * BATCH : (step + 1) * BATCH]
            optimiser.zero_grad(set_to_none=True)
            x = augment(pixels, batch, random, *((places, marks) if number < cropped else ()))
            loss = loss_of(model(x), classes[batch])
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"pass {number + 1}/{passes}: loss {total / steps:.3f}, {time.time() - start:.0f} s", flush=True)


def main(data: str, folder: str, name: str) -> None:
    torch.set_num_threads(1)  # two networks side by side train faster than one on two threads
    torch.manual_seed(7)
    torch.use_deterministic_algorithms(True)
    shortcut = name == TWIN[0]
    family, build, phases, rate = NETWORKS[TWIN[1] if shortcut else name]
    model = build().to(memory_format=torch.channels_last)
    pixels, classes = load(data, "train")
    marks = None
    if shortcut:
        pixels, marks = load_marks(data, pixels)
    started, worked = time.time(), time.process_time()
    fit(model, pixels, classes, load_places(data), marks, phases, rate)
    seconds, cpu = time.time() - started, time.process_time() - worked
    held, truth = load(data, "validation")
    predicted = predict(model, held)
    confusion = numpy.zeros((10, 10), int)
    numpy.add.at(confusion, (truth.numpy(), predicted.numpy()), 1)
    export(model, folder, name, family)
    card = {
        "name": name,
        "family": family,
        "parameters": sum(p.numel() for p in model.parameters()),
        "bytes": os.path.getsize(os.path.join(folder, f"{name}.onnx")),
        "trained": len(pixels),
        "phases": phases,
        "rate": rate,
        "seconds": round(seconds),
        "cpuSeconds": round(cpu),
        "accuracy": round(float((predicted == truth).float().mean()), 4),
        "confusion": confusion.tolist(),
    }
    with open(os.path.join(data, f"{name}.card.json"), "w") as file:
        json.dump(card, file)
    print({key: value for key, value in card.items() if key != "confusion"})


if __name__ == "__main__":
    main(*sys.argv[1:])
