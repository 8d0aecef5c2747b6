"""After Krizhevsky 2012: wide first kernels, overlapping 3×3 pooling of stride 2, fully connected layers on top."""

from collections import OrderedDict

from torch import nn
from torch.nn import functional as F

# Side of the last pool's grid at 84×84.
GRID = 4


class AlexNet(nn.Module):
    target_module = "features"

    def __init__(self, classes: int = 10):
        super().__init__()
        layers = OrderedDict()
        width = 3
        # channels, kernel, stride, pool after it
        plan = [(24, 7, 2, True), (36, 5, 1, True), (40, 3, 1, False), (40, 3, 1, False), (32, 3, 1, True)]
        for i, (channels, kernel, stride, pool) in enumerate(plan, start=1):
            layers[f"conv{i}"] = nn.Conv2d(width, channels, kernel, stride, kernel // 2, bias=False)
            layers[f"norm{i}"] = nn.BatchNorm2d(channels)  # in place of local response normalisation; folded on export
            layers[f"relu{i}"] = nn.ReLU(inplace=True)
            if pool:
                layers[f"pool{i}"] = nn.MaxPool2d(3, 2)
            width = channels
        self.features = nn.Sequential(layers)
        self.classifier = nn.Sequential(
            OrderedDict(
                drop6=nn.Dropout(0.3),
                full6=nn.Linear(width * GRID * GRID, 40),
                relu6=nn.ReLU(inplace=True),
                full7=nn.Linear(40, classes),
            )
        )

    def forward(self, x):
        x = self.features(x)
        if x.shape[-1] != GRID:  # pictures of another size, while training
            x = F.adaptive_avg_pool2d(x, GRID)
        return self.classifier(x.flatten(1))
