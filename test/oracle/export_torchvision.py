#!/usr/bin/env python3
"""Full-size nets from torchvision with random weights, and maps made by plain torch autograd, laid out like golden/engine.

Run: python3 export_torchvision.py OUTDIR NAME...   (Debian: python3-torch python3-torchvision python3-onnx)
Weights are torch's own random initialisation from seed 0, with BatchNorm statistics taken from random pictures, so that
activations have the spread of a trained net's. Expected maps are float64 where the net is small enough, else float32."""
import json
import os
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision.models as models

MODE = {"mode": "plain"}


class ReluRule(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        ctx.mode = MODE["mode"]
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        if ctx.mode == "deconvnet":
            return g.clamp(min=0)
        if ctx.mode == "guided":
            return g.clamp(min=0) * (x > 0)
        return g * (x > 0)


def install():
    """Every ReLU, module or function, follows the rule of MODE."""
    plain = F.relu
    rule = lambda x, inplace=False: plain(x) if MODE["mode"] == "plain" else ReluRule.apply(x)
    F.relu = rule
    torch.nn.functional.relu = rule
    nn.ReLU.forward = lambda self, x: rule(x)


# Name: constructor, input size, and the module whose output the CAMs look at.
NETS = {
    "alexnet": (lambda: models.alexnet(weights=None), 224, lambda m: m.features),
    "vgg13": (lambda: models.vgg13(weights=None), 224, lambda m: m.features),
    "vgg16": (lambda: models.vgg16(weights=None), 224, lambda m: m.features),
    "vgg19": (lambda: models.vgg19(weights=None), 224, lambda m: m.features),
    "resnet50": (lambda: models.resnet50(weights=None), 224, lambda m: m.layer4),
    "resnet101": (lambda: models.resnet101(weights=None), 224, lambda m: m.layer4),
    "resnet152": (lambda: models.resnet152(weights=None), 224, lambda m: m.layer4),
    "densenet121": (lambda: models.densenet121(weights=None), 224, None),
    "densenet161": (lambda: models.densenet161(weights=None), 224, None),
    "densenet169": (lambda: models.densenet169(weights=None), 224, None),
    "densenet201": (lambda: models.densenet201(weights=None), 224, None),
    "squeezenet1_0": (lambda: models.squeezenet1_0(weights=None), 224, lambda m: m.features),
    "squeezenet1_1": (lambda: models.squeezenet1_1(weights=None), 224, lambda m: m.features),
    "inception_v3": (lambda: models.inception_v3(weights=None, transform_input=True, init_weights=True), 299, lambda m: m.Mixed_7c),
    "googlenet": (lambda: models.googlenet(weights=None, transform_input=True, init_weights=True), 224, lambda m: m.inception5b),
    "mobilenet_v2": (lambda: models.mobilenet_v2(weights=None), 224, lambda m: m.features),
    "mobilenet_v3_small": (lambda: models.mobilenet_v3_small(weights=None), 224, lambda m: m.features),
    "mobilenet_v3_large": (lambda: models.mobilenet_v3_large(weights=None), 224, lambda m: m.features),
    "efficientnet_b0": (lambda: models.efficientnet_b0(weights=None), 224, lambda m: m.features),
    "shufflenet_v2_x1_0": (lambda: models.shufflenet_v2_x1_0(weights=None), 224, lambda m: m.conv5),
}


def settle(model, size):
    """BatchNorm statistics from random pictures; without them a random net's activations vanish or explode."""
    if not any(isinstance(module, nn.BatchNorm2d) for module in model.modules()):
        return
    model.train()
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = None
                module.reset_running_stats()
        model(torch.randn(4, 3, size, size))


def gradients(model, x, target, module):
    """Logits, gradient at the picture, and activations and gradient at the module, under MODE."""
    seen = {}
    hook = module.register_forward_hook(lambda m, i, o: seen.__setitem__("A", o)) if module else None
    inputs = x.clone().requires_grad_(True)
    logits = model(inputs)
    if hook:
        hook.remove()
    wanted = [inputs] + ([seen["A"]] if module else [])
    results = torch.autograd.grad(logits.gather(1, target[:, None]).sum(), wanted)
    return logits.detach(), results, seen.get("A")


def main(out, names):
    install()
    for name in names:
        make, size, layer = NETS[name]
        torch.manual_seed(0)
        model = make()
        settle(model, size)
        model.eval()
        x = torch.randn(2, 3, size, size)
        folder = os.path.join(out, name)
        os.makedirs(folder, exist_ok=True)
        MODE["mode"] = "plain"
        torch.onnx.export(model, x[:1], os.path.join(folder, "model.onnx"), opset_version=16, input_names=["input"], output_names=["logits"], dynamic_axes={"input": {0: "N"}, "logits": {0: "N"}})
        if "--only-model" in sys.argv:
            print(name, flush=True)
            continue
        heavy = sum(p.numel() for p in model.parameters()) > 60e6
        model, y = (model, x) if heavy else (model.double(), x.double())
        target = model(y).argmax(1)
        module = layer(model) if layer else None
        maps = {}
        for mode in ("vanilla", "deconvnet", "guided"):
            MODE["mode"] = mode
            logits, results, activations = gradients(model, y, target, module)
            maps[mode] = results[0]
            if mode == "vanilla":
                maps["logits"] = logits
                if module:
                    weights = results[1].mean((2, 3), keepdim=True)
                    maps["gradcam_raw"] = (weights * activations.detach()).sum(1, keepdim=True).clamp(min=0)
        np.save(os.path.join(folder, "input.npy"), x.numpy())
        np.save(os.path.join(folder, "target.npy"), target.numpy())
        for key, value in maps.items():
            np.save(os.path.join(folder, f"{key}.npy"), value.detach().numpy().astype(np.float32))
        json.dump({"name": name}, open(os.path.join(folder, "meta.json"), "w"))
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], [a for a in sys.argv[2:] if not a.startswith("--")])
