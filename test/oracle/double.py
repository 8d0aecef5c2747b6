#!/usr/bin/env python3
"""Whether an explanation graph is right where float32 cannot tell: the same maps three times.

Run: python3 double.py MODEL.onnx EXPLAINER.onnx FOLDER LAYER   (Debian: python3-torch python3-onnx)
FOLDER holds input.npy and target.npy. LAYER is the tensor of the model that Grad-CAM looks at. Writes there, for each map m,
m.graph64.npy    the explainer, node by node in float64;
m.oracle64.npy   the model by torch's autograd in float64: the definition, without any of the engine;
m.oracle32.npy   the same in float32: what rounding alone does to it.
Prints JSON: for each kind of decision (which side of 0 or 6 an activation lies on, which element of a pool wins) how many
float32 takes otherwise than float64, and of how many."""
import json
import os
import sys

import numpy as np
import torch

from onnx_torch import Run

RULES = {"vanilla": "plain", "deconvnet": "deconvnet", "guided": "guided"}


def oracle(path, x, target, layer, dtype):
    """Maps by autograd, and the decisions of the forward pass."""
    maps, decisions = {}, {}
    for name, rule in RULES.items():
        run = Run(path, dtype, rule)
        image = x.to(dtype).requires_grad_(True)
        values = run({run.graph.input[0].name: image})
        logits = values[run.graph.output[0].name].flatten(1)
        wanted = [image] + ([values[layer]] if name == "vanilla" else [])
        gradients = torch.autograd.grad(logits.gather(1, target[:, None]).sum(), wanted)
        maps[name] = gradients[0]
        if name != "vanilla":
            continue
        maps["logits"] = logits
        weights = gradients[1].mean((2, 3), keepdim=True)
        maps["grad-cam"] = (weights * values[layer]).sum(1, keepdim=True).clamp(min=0)
        for node in run.graph.node:
            if node.op_type in ("Relu", "Clip"):
                y = values[node.output[0]]
                decisions[node.output[0]] = ((y > 0).int() + (y >= y.max()).int() if node.op_type == "Clip" else y > 0)
            elif node.op_type == "MaxPool":
                kernel = [a.ints for a in node.attribute if a.name == "kernel_shape"][0]
                decisions[node.output[0]] = winners(run, node, values) if kernel else None
    return {name: value.detach().double().numpy() for name, value in maps.items()}, decisions


def winners(run, node, values):
    import onnx
    from onnx_torch import max_pool

    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    return max_pool(attributes, run, values[node.input[0]].detach())[1]


def main(model, explainer, folder, layer):
    x = torch.from_numpy(np.load(os.path.join(folder, "input.npy")))
    target = torch.from_numpy(np.load(os.path.join(folder, "target.npy")))
    exact, sure = oracle(model, x, target, layer, torch.float64)
    rounded, taken = oracle(model, x, target, layer, torch.float32)
    with torch.no_grad():
        run = Run(explainer, torch.float64)
        values = run({run.graph.input[0].name: x.double(), run.graph.input[1].name: target})
    for name in exact:
        save = lambda kind, value: np.save(os.path.join(folder, f"{name}.{kind}.npy"), np.ascontiguousarray(value))
        save("graph64", values[name].double().numpy())
        save("oracle64", exact[name])
        save("oracle32", rounded[name])
    flips = {"flipped": sum(int((sure[k] != taken[k]).sum()) for k in sure), "decisions": sum(v.numel() for v in sure.values())}
    print(json.dumps(flips))


if __name__ == "__main__":
    main(*sys.argv[1:5])
