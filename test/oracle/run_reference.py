#!/usr/bin/env python3
"""Checks standalone ONNX files and runs them in a runtime that shares no code with ONNX Runtime.

Run: python3 run_reference.py FOLDER   (needs numpy and onnx of 1.13 or later, for onnx.reference)
Each FOLDER/<case>.onnx is checked by onnx.checker with full shape inference, then run on FOLDER/<case>/in/<i>.npy, i being
the position of the graph's input. Outputs are written as FOLDER/<case>/out/<i>.npy likewise. Prints a line a case; a case
that is refused is told on stderr, and the exit status is then 1."""
import glob
import os
import sys

import numpy as np
import onnx
import onnx.checker
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun
from onnx.reference.ops.op_conv_transpose import ConvTranspose as Ungrouped

# Two operators of the evaluator are wrong up to onnx 1.23 and replaced here by what ONNX's specification says.


class ConvTranspose(OpRun):
    """Each group on its own. The evaluator cuts the kernels of groups by output channels, though W is [C, M/group, ...], so
    it refuses or mixes up those whose numbers of channels differ."""

    op_domain = ""

    def _run(self, x, w, b=None, group=None, **attributes):
        parts = []
        for i in range(group or 1):
            channels = slice(i * x.shape[1] // (group or 1), (i + 1) * x.shape[1] // (group or 1))
            bias = None if b is None else b[i * w.shape[1] : (i + 1) * w.shape[1]]
            parts.append(Ungrouped._run(self, x[:, channels], w[channels], bias, group=1, **attributes)[0])
        return (np.concatenate(parts, axis=1),)


class LRN(OpRun):
    """x/(k + α·mean(x²))^β over neighbouring channels. The evaluator loops over as many channels as there are images."""

    op_domain = ""

    def _run(self, x, alpha=None, beta=None, bias=None, size=None):
        before, behind = (size - 1) // 2, size // 2
        around = np.pad(x * x, [(0, 0), (before, behind)] + [(0, 0)] * (x.ndim - 2))
        total = sum(around[:, i : i + x.shape[1]] for i in range(size))
        return ((x / (bias + alpha / size * total) ** beta).astype(x.dtype),)


def run(path):
    folder = path[: -len(".onnx")]
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    evaluator = ReferenceEvaluator(model, new_ops=[ConvTranspose, LRN])
    feeds = {v.name: np.load(os.path.join(folder, "in", f"{i}.npy")) for i, v in enumerate(model.graph.input)}
    os.makedirs(os.path.join(folder, "out"), exist_ok=True)
    # numpy's warnings about infinities that a graph means would hide a refusal.
    with np.errstate(all="ignore"):
        outputs = evaluator.run(None, feeds)
    for i, (value, declared) in enumerate(zip(outputs, model.graph.output)):
        value = np.asarray(value)
        kind = onnx.helper.tensor_dtype_to_np_dtype(declared.type.tensor_type.elem_type)
        if value.dtype != kind:
            raise TypeError(f"output {declared.name} is {value.dtype}, declared as {kind}")
        np.save(os.path.join(folder, "out", f"{i}.npy"), value)
    print(os.path.basename(folder), len(model.graph.node), "nodes", flush=True)


def main(folder):
    refused = False
    for path in sorted(glob.glob(os.path.join(folder, "*.onnx"))):
        try:
            run(path)
        except Exception as error:
            refused = True
            print(f"{os.path.basename(path)}: {type(error).__name__}: {error}", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
