#!/usr/bin/env python3
"""Every explanation method that Captum or pytorch-grad-cam also has, restated literally in float64: one picture, one
formula, no batches that matter, nothing shared with the engine. LRP's rules are in relevance.py.

Run: python3 methods.py OUT NET...   (Debian: python3-torch python3-onnx)
NET is a folder laid out like test/golden/engine/residual. Writes OUT/<net>/<slug>.npy, float32, both pictures. Parameters are
those of `PARAMETERS`, or the method's defaults."""
import json
import math
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F

import relevance
from onnx_torch import OPS, Run, max_pool

PARAMETERS = {"points": 50, "noisy": 10, "expected": 12, "masks": 24}


class Net:
    def __init__(self, folder, layer):
        self.path, self.layer = os.path.join(folder, "model.onnx"), layer
        self.run = Run(self.path, torch.float64)
        self.input, self.output = self.run.graph.input[0].name, self.run.graph.output[0].name

    def scores(self, x, replaced=None):
        with torch.no_grad():
            return self.run({self.input: x}, replaced)[self.output].flatten(1)

    def gradient(self, x, target, rule="plain", layer=False):
        """The score's gradient at the picture, or the layer's activations and the gradient there."""
        self.run.rule = rule
        image = x.clone().requires_grad_(True)
        values = self.run({self.input: image})
        at = values[self.layer] if layer else image
        (g,) = torch.autograd.grad(values[self.output].flatten(1)[:, target].sum(), [at])
        self.run.rule = "plain"
        return (at.detach(), g) if layer else g


def uniform(seed):
    """mulberry32, whose numbers the engine draws too."""
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (1 | state)) & 0xFFFFFFFF
        t = ((t + (((t ^ (t >> 7)) * (61 | t)) & 0xFFFFFFFF)) & 0xFFFFFFFF) ^ t
        yield ((t ^ (t >> 14)) & 0xFFFFFFFF) / 2**32


def normal(seed):
    """Box and Muller's pairs."""
    draw = uniform(seed)
    while True:
        radius, angle = math.sqrt(-2 * math.log(1 - next(draw))), 2 * math.pi * next(draw)
        yield radius * math.cos(angle)
        yield radius * math.sin(angle)


def enlarge(mask, size):
    return F.interpolate(mask, size, mode="bilinear", align_corners=False)


def cam(A, weights):
    return (weights * A).sum(1, keepdim=True).clamp(min=0)


def grad_cam(net, x, t):
    A, g = net.gradient(x, t, layer=True)
    return cam(A, g.mean((2, 3), keepdim=True))


def grad_cam_plus_plus(net, x, t):
    A, g = net.gradient(x, t, layer=True)
    w = torch.where(g == 0, g, g**2 / (2 * g**2 + g**3 * A.sum((2, 3), keepdim=True) + 1e-6))
    return cam(A, (w * g.clamp(min=0)).sum((2, 3), keepdim=True))


def xgrad_cam(net, x, t):
    A, g = net.gradient(x, t, layer=True)
    return cam(A, (g * A).sum((2, 3), keepdim=True) / (A.sum((2, 3), keepdim=True) + 1e-7))


def layer_cam(net, x, t):
    A, g = net.gradient(x, t, layer=True)
    return cam(A, g.clamp(min=0))


def hires_cam(net, x, t):
    A, g = net.gradient(x, t, layer=True)
    return cam(A, g)


def full_grad(net, x, t):
    """Biases of convolutions, with those of BatchNormalization joined in: what a layer adds that is not its input's."""
    image = x.clone().requires_grad_(True)
    values = net.run({net.input: image})
    layers, users = [], {}
    for node in net.run.graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    for node in net.run.graph.node:
        if node.op_type == "Conv" and len(node.input) > 2:
            layers.append((node.output[0], values[node.input[2]]))
        if node.op_type == "BatchNormalization":
            scale, shift, mean, variance = (values[name] for name in node.input[1:5])
            factor = scale / (variance + next((a.f for a in node.attribute if a.name == "epsilon"), 1e-5)).sqrt()
            before = [each for each in net.run.graph.node if node.input[0] in each.output]
            bias = shift - mean * factor
            # Folded into the Conv before it, whose own bias it scales.
            if before and before[0].op_type == "Conv" and len(users[node.input[0]]) == 1:
                layers = [each for each in layers if each[0] != node.input[0]]
                bias = bias + (values[before[0].input[2]] * factor if len(before[0].input) > 2 else 0)
            layers.append((node.output[0], bias))
    score = values[net.output].flatten(1)[:, t].sum()
    at_picture, *at_layers = torch.autograd.grad(score, [image] + [values[name] for name, _ in layers])
    total = 0
    for part in [x * at_picture] + [g * bias.view(1, -1, 1, 1) for g, (_, bias) in zip(at_layers, layers)]:
        size = part.abs() - part.abs().min()
        total = total + enlarge((size / (size.max() + 1e-6)).sum(1, keepdim=True), x.shape[2:])
    return total


def score_cam(net, x, t):
    A, _ = net.gradient(x, t, layer=True)
    kept = []
    for k in range(A.shape[1]):
        low, high = A[:, k].min(), A[:, k].max()
        mask = (A[:, k : k + 1] - low) / (high - low) if high > low else torch.zeros_like(A[:, k : k + 1])
        kept.append(net.scores(x * enlarge(mask, x.shape[2:]))[0, t])
    return cam(A, torch.stack(kept).softmax(0).view(1, -1, 1, 1))


def ablation_cam(net, x, t):
    A, _ = net.gradient(x, t, layer=True)
    whole, without = net.scores(x)[0, t], []
    for k in range(A.shape[1]):
        B = A.clone()
        B[:, k] = 0
        without.append(net.scores(x, {net.layer: B})[0, t])
    return cam(A, ((whole - torch.stack(without)) / whole).view(1, -1, 1, 1))


def integrated_gradients(net, x, t):
    points, weights = np.polynomial.legendre.leggauss(PARAMETERS["points"])
    total = sum(w / 2 * net.gradient((p + 1) / 2 * x, t) for p, w in zip(points, weights))
    return x * total


def noisy(net, x, t):
    sigma, draw = 0.15 * (x.max() - x.min()), normal(0)
    noise = lambda: torch.tensor([next(draw) for _ in range(x.numel())], dtype=x.dtype).view(x.shape)
    return torch.stack([net.gradient(x + sigma * noise(), t) for _ in range(PARAMETERS["noisy"])])


def expected_gradients(net, x, t, references):
    draw, total, left = uniform(0), 0, PARAMETERS["expected"]
    while left > 0:
        # The engine draws a batch's baselines, then its places.
        n = min(8, left)
        baselines = [references[int(next(draw) * len(references))][None] for _ in range(n)]
        for baseline in baselines:
            total = total + (x - baseline) * net.gradient(baseline + next(draw) * (x - baseline), t)
        left -= n
    return total / PARAMETERS["expected"]


def occlusion(net, x, t):
    height, width = x.shape[2:]
    side = lambda extent, share: max(1, math.floor(extent * share + 0.5))
    h, w, down, across = side(height, 1 / 14), side(width, 1 / 14), side(height, 1 / 28), side(width, 1 / 28)
    falls, covers, whole = torch.zeros(1, 1, height, width).double(), torch.zeros(1, 1, height, width), net.scores(x)[0, t]
    tops = range(0, math.ceil(max(0, height - h) / down) * down + 1, down)
    lefts = range(0, math.ceil(max(0, width - w) / across) * across + 1, across)
    for top in tops:
        row = x.repeat(len(lefts), 1, 1, 1)
        for i, left in enumerate(lefts):
            row[i, :, top : top + h, left : left + w] = 0
        for left, score in zip(lefts, net.scores(row)[:, t]):
            falls[:, :, top : top + h, left : left + w] += whole - score
            covers[:, :, top : top + h, left : left + w] += 1
    return falls / covers.clamp(min=1)


def rise(net, x, t):
    height, width, draw, cells = *x.shape[2:], uniform(0), 7
    total, n = torch.zeros(1, 1, height, width).double(), PARAMETERS["masks"]
    for _ in range(n):
        cell = (math.ceil(height / cells), math.ceil(width / cells))
        grid = torch.tensor([float(next(draw) < 0.5) for _ in range(cells * cells)]).double().view(1, 1, cells, cells)
        large = enlarge(grid, ((cells + 1) * cell[0], (cells + 1) * cell[1]))
        top, left = int(next(draw) * cell[0]), int(next(draw) * cell[1])
        mask = large[:, :, top : top + height, left : left + width]
        total += net.scores(x * mask).softmax(1)[0, t] * mask
    return total / (n * 0.5)


class Rescale(torch.autograd.Function):
    """An activation whose gradient is Δy/Δx against the reference, or the true one where Δx is next to nothing."""

    @staticmethod
    def forward(ctx, x, y, slope, x0, y0):
        ctx.save_for_backward(x - x0, y - y0, slope)
        return y.clone()

    @staticmethod
    def backward(ctx, g):
        dx, dy, slope = ctx.saved_tensors
        near = dx.abs() < 1e-10
        return torch.where(near, g * slope, g * dy / torch.where(near, torch.ones_like(dx), dx)), None, None, None, None


class RescalePool(torch.autograd.Function):
    """Captum's rule: what the maximum rose goes to its winner, what the reference stood above to the winner then."""

    @staticmethod
    def forward(ctx, x, x0, attributes, run):
        (y, now), (y0, then) = max_pool(attributes, run, x), max_pool(attributes, run, x0)
        ctx.save_for_backward(x - x0, y, y0, now, then)
        return y.clone()

    @staticmethod
    def backward(ctx, g):
        dx, y, y0, now, then = ctx.saved_tensors
        higher = torch.maximum(y, y0)
        send = lambda value, places: torch.zeros(dx.numel()).double().scatter_add(0, places.flatten(), value.flatten()).view(dx.shape)
        near = dx.abs() < 1e-10
        moved = send(g * (higher - y0), now) + send(g * (y - higher), then)
        return torch.where(near, send(g, now), moved / torch.where(near, torch.ones_like(dx), dx)), None, None, None


ACTIVATIONS = ("Relu", "Clip", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "LeakyRelu")


def deeplift(net, x, t):
    reference = Run(net.path, torch.float64)
    with torch.no_grad():
        before = reference({net.input: torch.zeros_like(x)})

    def rescaled(name):
        original = OPS[name]

        def function(a, run, x, *rest):
            with torch.enable_grad():
                probe = x.detach().requires_grad_(True)
                y = original(a, run, probe, *rest)
                (slope,) = torch.autograd.grad(y.sum(), [probe])
            node = run.node
            return Rescale.apply(x, y.detach(), slope, before[node.input[0]], before[node.output[0]])

        return function

    def pooled(a, run, x):
        return RescalePool.apply(x, before[run.node.input[0]], a, run)

    kept = dict(OPS)
    try:
        OPS.update({name: rescaled(name) for name in ACTIVATIONS}, MaxPool=pooled)
        return x * net.gradient(x, t)
    finally:
        OPS.update(kept)


METHODS = {
    "vanilla": lambda net, x, t: net.gradient(x, t),
    "deconvnet": lambda net, x, t: net.gradient(x, t, "deconvnet"),
    "guided": lambda net, x, t: net.gradient(x, t, "guided"),
    "grad-cam": grad_cam,
    "guided-grad-cam": lambda net, x, t: net.gradient(x, t, "guided") * enlarge(grad_cam(net, x, t), x.shape[2:]),
    "input-x-gradient": lambda net, x, t: x * net.gradient(x, t),
    "full-grad": full_grad,
    "grad-cam-plus-plus": grad_cam_plus_plus,
    "xgrad-cam": xgrad_cam,
    "layer-cam": layer_cam,
    "hires-cam": hires_cam,
    "deeplift": deeplift,
    **relevance.METHODS,
    "integrated-gradients": integrated_gradients,
    "smooth-grad": lambda net, x, t: noisy(net, x, t).mean(0),
    "smooth-grad-squared": lambda net, x, t: (noisy(net, x, t) ** 2).mean(0),
    "var-grad": lambda net, x, t: noisy(net, x, t).var(0, unbiased=False),
    "occlusion": occlusion,
    "rise": rise,
    "score-cam": score_cam,
    "ablation-cam": ablation_cam,
}


def main(out, folders):
    for folder in folders:
        name = os.path.basename(os.path.normpath(folder))
        net = Net(folder, json.load(open(os.path.join(folder, "meta.json")))["feature_layer"])
        pictures = torch.from_numpy(np.load(os.path.join(folder, "input.npy"))).double()
        targets = np.load(os.path.join(folder, "target.npy"))
        methods = {**METHODS, "expected-gradients": lambda *args: expected_gradients(*args, pictures)}
        os.makedirs(os.path.join(out, name), exist_ok=True)
        for slug, method in methods.items():
            maps = [method(net, x[None], int(t)).detach() for x, t in zip(pictures, targets)]
            np.save(os.path.join(out, name, f"{slug}.npy"), torch.cat(maps).numpy().astype(np.float32))
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
