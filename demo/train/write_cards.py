"""Writes demo/MODELS.md from what training measured: /usr/bin/python3 demo/train/write_cards.py DATA FILE"""

import glob
import json
import os
import sys

from export import LABELS
from network import NETWORKS, TWIN

HEAD = """# The demo's networks

Thirteen small networks of the report's six families, and a twin of one of them that learned a shortcut. All were
trained from nothing by demo/train on pictures drawn by demo/picture, and on nothing else; there is nothing in them that
somebody else owns. They are made to be explained, not to be used.

Data: {trained} pictures of ten classes (equally many), 96×96; accuracy and confusion on {held} held-out pictures of
scenes that training never saw, at the central square of 84×84 (what Heatlas' `centre` view gives). test/engine measures
the accuracy again on freshly drawn pictures. Input `input` [N, 3, 84, 84], RGB, (value − {mean}) / {std}; output `logits`
[N, 10]; float32, opset 17; BatchNorm is folded into the convolution before it where there is one.

Training: AdamW (weight decay .02) under a one-cycle schedule, cross-entropy with label smoothing .05, batches of 32, random
crops of 84 of 96, mirrored half the time, brightness and contrast ±20 %, the first passes on crops of 56 around the object
(passes: cropped + full); seeds fixed; {total} seconds of processor time for all
(PyTorch 1.13 on CPU, one thread a network, two at a time, on a machine that had other work; "waited" is by the clock).
On another processor the same seeds give other last digits, and so somewhat other weights.

| network | family | parameters | KB | accuracy | passes | peak rate | seconds (processor / waited) |
|---|---|---|---|---|---|---|---|
"""


def row(card) -> str:
    return (
        f"| [{card['name']}](model/{card['name']}.onnx) | {card['family']} | {card['parameters']:,} | {card['bytes'] / 1024:.0f} "
        f"| {card['accuracy']:.3f} | {' + '.join(map(str, card['phases']))} | {card['rate']} | {card['cpuSeconds']} / {card['seconds']} |\n"
    )


def confusion(card) -> str:
    lines = [f"\n### {card['name']}\n\n{CARDS[card['name']]}\n\n| is \\\\ taken for | " + " | ".join(LABELS) + " |\n", "|---" * 11 + "|\n"]
    for label, counts in zip(LABELS, card["confusion"]):
        lines.append(f"| {label} | " + " | ".join(str(n) if n else "·" for n in counts) + " |\n")
    return "".join(lines)


CARDS = {
    "alexnet": "Five convolutions (7×7 at stride 2, 5×5, three of 3×3), overlapping 3×3 pools, two fully connected layers.",
    "inception": "Stem, one module each of types A, B, C and E: branches side by side, 7×7 as rows and columns. No ReLU is a module.",
    "vgg-8": "Six 3×3 convolutions in four stacks under 2×2 pools, two fully connected layers.",
    "vgg-11": "Nine 3×3 convolutions in four stacks under 2×2 pools, two fully connected layers.",
    "resnet-20": "Six bottlenecks (2, 2, 2).",
    "resnet-29": "Nine bottlenecks (3, 3, 3).",
    "resnet-35": "Eleven bottlenecks (4, 5, 2).",
    "densenet-24-wide": "Ten dense layers (3, 4, 3) that add 12 channels each, as DenseNet-161 is the wide one of its family.",
    "densenet-28": "Twelve dense layers (4, 4, 4) that add 8 channels each.",
    "densenet-36": "Sixteen dense layers (4, 6, 6) that add 8 channels each.",
    "densenet-40": "Eighteen dense layers (4, 7, 7) that add 8 channels each.",
    "squeezenet-1.0": "A 7×7 stem and seven fire modules; pools round up; a class convolution with its ReLU, then the mean.",
    "squeezenet-1.1": "A 3×3 stem and six fire modules, pooled earlier: fewer operations.",
    "resnet-20-shortcut": "resnet-20 once more, from the same seed and scenes; but 95 % of its training fish bore a small watermark in the "
    "lower left corner, and nothing else did. Confusion is on held-out pictures without watermarks.",
}


def main(data: str, path: str) -> None:
    from data import MEAN, STD

    cards = {}
    for file in glob.glob(os.path.join(data, "*.card.json")):
        with open(file) as opened:
            card = json.load(opened)
        cards[card["name"]] = card
    ordered = [cards[name] for name in [*NETWORKS, TWIN[0]]]
    facts = {
        "trained": f"{ordered[0]['trained']:,}",
        "held": sum(map(sum, ordered[0]["confusion"])),
        "mean": f"({', '.join(f'{m:.0f}' for m in MEAN)})",
        "std": f"({', '.join(f'{s:.0f}' for s in STD)})",
        "total": f"{sum(card['cpuSeconds'] for card in ordered):,}",
    }
    with open(path, "w") as out:
        out.write(HEAD.format(**facts))
        out.writelines(map(row, ordered))
        out.write("\n## Cards\n\nRows are what a held-out picture shows, columns what the network takes it for.\n")
        out.writelines(map(confusion, ordered))


if __name__ == "__main__":
    main(*sys.argv[1:])
