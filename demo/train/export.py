"""A trained network as ONNX with its side file."""

import json
import os

import onnx
import torch
from torch import nn

from data import CROP, MEAN, STD

LABELS = ["cactus", "car", "cat", "fish", "house", "key", "mug", "mushroom", "snake", "umbrella"]


def target_layer(path: str, module: str | None) -> str:
    """The tensor that the CAMs explain: the last output of the module, or of the last Relu where there is no module."""
    nodes = onnx.load(path).graph.node
    mine = [node for node in nodes if (node.name.startswith(f"/{module}/") if module else node.op_type == "Relu")]
    return mine[-1].output[0]


def export(model: nn.Module, folder: str, name: str, family: str) -> None:
    path = os.path.join(folder, f"{name}.onnx")
    model = model.eval().to(memory_format=torch.contiguous_format)
    torch.onnx.export(
        model,
        torch.zeros(1, 3, CROP, CROP),
        path,
        opset_version=17,
        input_names=["input"],
        output_names=["logits"],
        dynamic_axes={"input": {0: "N"}, "logits": {0: "N"}},
    )
    side = {
        "name": name,
        "family": family,
        "size": CROP,
        "mean": MEAN,
        "std": STD,
        "standardise": "fixed",
        "channelOrder": "rgb",
        "labels": LABELS,
        "targetLayer": target_layer(path, model.target_module),
    }
    with open(os.path.join(folder, f"{name}.json"), "w") as file:
        json.dump(side, file, indent=2)
        file.write("\n")
