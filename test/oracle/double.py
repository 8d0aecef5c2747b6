#!/usr/bin/env python3
"""Whether an explanation graph is right where float32 cannot tell: its maps three times.

Run: python3 double.py FOLDER LAYER   (Debian: python3-torch python3-onnx)
FOLDER holds model.onnx, its explainer.onnx (of vanilla, deconvnet, guided and grad-cam, in this order), input.npy and
target.npy; LAYER is the tensor that Grad-CAM looks at. Writes there, for each map m,
m.graph64.npy    the explainer, node by node in float64;
m.oracle64.npy   the model by torch's autograd in float64: the definition, without any of the engine;
m.oracle32.npy   the same in float32: what rounding alone does to it.
Prints JSON: how many decisions of the forward pass (which side of its bends an activation lies on, which element of a pool
wins) float32 takes otherwise than float64, and of how many."""
import json
import os
import sys

import numpy as np
import onnx
import torch

from onnx_torch import Run, max_pool

RULES = {"vanilla": "plain", "deconvnet": "deconvnet", "guided": "guided"}


def decide(run, values):
    """The decisions of a forward pass, a tensor a node."""
    decisions = {}
    for node in run.graph.node:
        if node.op_type == "Relu":
            decisions[node.output[0]] = values[node.output[0]] > 0
        elif node.op_type == "Clip":
            low, high = (values[name] for name in node.input[1:3])
            decisions[node.output[0]] = (values[node.input[0]] > low).int() + (values[node.input[0]] >= high).int()
        elif node.op_type == "MaxPool":
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            decisions[node.output[0]] = max_pool(attributes, run, values[node.input[0]].detach())[1]
    return decisions


def oracle(path, x, target, layer, dtype):
    """Maps by autograd, and the decisions of the forward pass."""
    maps = {}
    for name, rule in RULES.items():
        run = Run(path, dtype, rule)
        image = x.to(dtype).requires_grad_(True)
        values = run({run.graph.input[0].name: image})
        logits = values[run.graph.output[0].name].flatten(1)
        score = logits.gather(1, target[:, None]).sum()
        gradients = torch.autograd.grad(score, [image, values[layer]])
        maps[name] = gradients[0]
        if name == "vanilla":
            maps["logits"] = logits
            weights = gradients[1].mean((2, 3), keepdim=True)
            maps["grad-cam"] = (weights * values[layer]).sum(1, keepdim=True).clamp(min=0)
            decisions = decide(run, values)
    return {name: value.detach().double().numpy() for name, value in maps.items()}, decisions


def main(folder, layer):
    at = lambda name: os.path.join(folder, name)
    x, target = torch.from_numpy(np.load(at("input.npy"))), torch.from_numpy(np.load(at("target.npy")))
    exact, decisions = oracle(at("model.onnx"), x, target, layer, torch.float64)
    rounded, others = oracle(at("model.onnx"), x, target, layer, torch.float32)
    with torch.no_grad():
        run = Run(at("explainer.onnx"), torch.float64)
        values = run({run.graph.input[0].name: x.double(), run.graph.input[1].name: target})
    # The explainer's outputs: scores, classes, and a map a method.
    outputs = dict(zip(["logits", "target", *RULES, "grad-cam"], [values[o.name] for o in run.graph.output]))
    for name in exact:
        for kind, value in (("graph64", outputs[name].numpy()), ("oracle64", exact[name]), ("oracle32", rounded[name])):
            np.save(at(f"{name}.{kind}.npy"), np.ascontiguousarray(value))
    flipped = sum(int((decisions[name] != others[name]).sum()) for name in decisions)
    print(json.dumps({"flipped": flipped, "decisions": sum(each.numel() for each in decisions.values())}))


if __name__ == "__main__":
    main(*sys.argv[1:3])
