"""Five maps of a torchvision net as notebooks make them: a forward and a backward pass a method, with plain hooks.

Run: python3 hooks.py NET THREADS. Each line of stdin, a batch size, makes the five maps once and prints, as JSON, the
process's CPU and wall milliseconds. Parameters keep their gradients, as they do wherever nobody switches them off."""
import json
import sys
import time

import torch
import torch.nn.functional as F
import torchvision.models as models

RELU = {"deconvnet": lambda m, i, o: (o[0].clamp(min=0),), "guided": lambda m, i, o: (i[0].clamp(min=0),)}


def layer(model):
    for name in ("features", "layer4", "Mixed_7c"):
        if hasattr(model, name):
            return getattr(model, name)
    raise SystemExit("no target layer")


def gradient(model, x, hooks=()):
    x = x.clone().requires_grad_(True)
    logits = model(x)
    model.zero_grad()
    logits.gather(1, logits.argmax(1, keepdim=True)).sum().backward()
    for hook in hooks:
        hook.remove()
    return x.grad


def with_rule(model, x, rule):
    relus = [m for m in model.modules() if isinstance(m, torch.nn.ReLU)]
    return gradient(model, x, [m.register_full_backward_hook(RELU[rule]) for m in relus])


def grad_cam(model, x):
    seen = {}

    def keep(module, inputs, output):
        seen["A"] = output.detach()
        output.register_hook(lambda g: seen.__setitem__("G", g))

    hooks = [layer(model).register_forward_hook(keep)]
    gradient(model, x, hooks)
    weights = seen["G"].mean((2, 3), keepdim=True)
    return (weights * seen["A"]).sum(1, keepdim=True).clamp(min=0)


def five_maps(model, x):
    vanilla = gradient(model, x)
    deconvnet = with_rule(model, x, "deconvnet")
    guided = with_rule(model, x, "guided")
    cam = grad_cam(model, x)
    return vanilla, deconvnet, guided, cam, guided * F.interpolate(cam, x.shape[2:], mode="bilinear")


def main(name, threads):
    torch.set_num_threads(int(threads))
    torch.manual_seed(0)
    extra = {"inception_v3": {"init_weights": True, "transform_input": True}}.get(name, {})
    model = getattr(models, name)(weights=None, **extra).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.ReLU):
            module.inplace = False
    size = 299 if name == "inception_v3" else 224
    print("ready", flush=True)
    for line in sys.stdin:
        x = torch.randn(int(line), 3, size, size)
        wall, cpu = time.perf_counter(), time.process_time()
        five_maps(model, x)
        print(json.dumps({"cpu": 1e3 * (time.process_time() - cpu), "wall": 1e3 * (time.perf_counter() - wall)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
