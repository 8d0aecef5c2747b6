#!/usr/bin/env python3
"""Tiny nets of the architectures that came after convolutions, with their vanilla gradients by torch in float64.

Run: python3 export_attention.py OUTDIR   (Debian: python3-torch python3-torchvision python3-onnx)
Writes OUTDIR/<net>/model.onnx (opset 16), input.npy, target.npy, logits.npy and vanilla.npy. Weights are torch's own from seed 0,
shaken, so that no scale is 1 and no shift 0."""
import os
import sys

import numpy as np
import torch
from torchvision.models.convnext import CNBlockConfig, ConvNeXt
from torchvision.models.swin_transformer import SwinTransformer
from torchvision.models.vision_transformer import VisionTransformer

SIDE, CLASSES = 32, 5
NETS = {
    "vit": lambda: VisionTransformer(SIDE, 8, num_layers=2, num_heads=2, hidden_dim=16, mlp_dim=32, num_classes=CLASSES),
    "convnext": lambda: ConvNeXt([CNBlockConfig(8, 16, 1), CNBlockConfig(16, None, 1)], layer_scale=0.5, num_classes=CLASSES),
    "swin": lambda: SwinTransformer([4, 4], 8, depths=[2, 2], num_heads=[2, 2], window_size=[4, 4], num_classes=CLASSES),
}


def main(out):
    torch.manual_seed(0)
    for name, make in NETS.items():
        model = make().eval()
        for p in model.parameters():
            p.data += (0.2 if p.dim() < 2 else 0.1) * torch.randn_like(p)
        x = torch.randn(2, 3, SIDE, SIDE)
        folder = os.path.join(out, name)
        os.makedirs(folder, exist_ok=True)
        # Traced with one picture, ViT would have its batch fixed.
        example = x if name == "vit" else x[:1]
        torch.onnx.export(model, example, os.path.join(folder, "model.onnx"), opset_version=16, input_names=["input"], output_names=["logits"], dynamic_axes={"input": {0: "N"}, "logits": {0: "N"}})
        image = x.double().requires_grad_(True)
        logits = model.double()(image)
        target = logits.argmax(1)
        (gradient,) = torch.autograd.grad(logits.gather(1, target[:, None]).sum(), [image])
        for key, value in (("input", x), ("target", target), ("logits", logits), ("vanilla", gradient)):
            value = value.detach().numpy()
            np.save(os.path.join(folder, f"{key}.npy"), value.astype(np.float32) if value.dtype == np.float64 else value)
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
