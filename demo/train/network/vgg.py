"""After Simonyan & Zisserman 2014: stacks of 3×3 convolutions, each stack followed by 2×2 pooling."""

from collections import OrderedDict

from torch import nn
from torch.nn import functional as F

# Side of the last pool's grid at 84×84.
GRID = 5


class Vgg(nn.Module):
    target_module = "features"

    def __init__(self, depths, widths=(12, 24, 36, 40), classes: int = 10):
        super().__init__()
        layers = OrderedDict()
        width = 3
        for stage, (depth, channels) in enumerate(zip(depths, widths), start=1):
            for i in range(1, depth + 1):
                layers[f"conv{stage}_{i}"] = nn.Conv2d(width, channels, 3, padding=1, bias=False)
                layers[f"norm{stage}_{i}"] = nn.BatchNorm2d(channels)  # as in vgg16_bn; folded on export
                layers[f"relu{stage}_{i}"] = nn.ReLU(inplace=True)
                width = channels
            layers[f"pool{stage}"] = nn.MaxPool2d(2, 2)
        self.features = nn.Sequential(layers)
        self.classifier = nn.Sequential(
            OrderedDict(
                full1=nn.Linear(width * GRID * GRID, 24),
                relu1=nn.ReLU(inplace=True),
                drop1=nn.Dropout(0.2),
                full2=nn.Linear(24, classes),
            )
        )

    def forward(self, x):
        x = self.features(x)
        if x.shape[-1] != GRID:  # pictures of another size, while training
            x = F.adaptive_avg_pool2d(x, GRID)
        return self.classifier(x.flatten(1))
