"""After Iandola 2016: fire modules squeeze to few channels and expand by 1×1 and 3×3 side by side; pools round up."""

from collections import OrderedDict

import torch
from torch import nn


def conv(width: int, out: int, kernel: int, stride: int = 1, padding: int = 0):
    """Convolution with a BatchNorm to train quickly: folded on export, so that the file has none, as the family."""
    return nn.Sequential(nn.Conv2d(width, out, kernel, stride, padding, bias=False), nn.BatchNorm2d(out))


class Fire(nn.Module):
    def __init__(self, width: int, squeeze: int, expand: int):
        super().__init__()
        self.squeeze = conv(width, squeeze, 1)
        self.relu_squeeze = nn.ReLU(inplace=True)
        self.expand1x1 = conv(squeeze, expand, 1)
        self.relu_expand1x1 = nn.ReLU(inplace=True)
        self.expand3x3 = conv(squeeze, expand, 3, padding=1)
        self.relu_expand3x3 = nn.ReLU(inplace=True)

    def forward(self, x):
        x = self.relu_squeeze(self.squeeze(x))
        return torch.cat([self.relu_expand1x1(self.expand1x1(x)), self.relu_expand3x3(self.expand3x3(x))], 1)


class SqueezeNet(nn.Module):
    target_module = "features"

    def __init__(self, version: str, classes: int = 10):
        super().__init__()
        pool = lambda: nn.MaxPool2d(3, 2, ceil_mode=True)
        relu = nn.ReLU(inplace=True)
        if version == "1.0":
            layers = OrderedDict(
                conv1=conv(3, 32, 7, 2, 3), relu1=relu, pool1=pool(),
                fire2=Fire(32, 10, 20), fire3=Fire(40, 10, 20), fire4=Fire(40, 16, 36), pool4=pool(),
                fire5=Fire(72, 16, 36), fire6=Fire(72, 20, 48), fire7=Fire(96, 20, 48), fire8=Fire(96, 24, 56),
            )
            width = 112
        else:
            layers = OrderedDict(
                conv1=conv(3, 24, 3, 2, 1), relu1=relu, pool1=pool(),
                fire2=Fire(24, 10, 20), fire3=Fire(40, 10, 20), pool3=pool(),
                fire4=Fire(40, 16, 36), fire5=Fire(72, 16, 36), fire6=Fire(72, 20, 52), fire7=Fire(104, 26, 60),
            )
            width = 120
        self.features = nn.Sequential(layers)
        self.classifier = nn.Sequential(
            OrderedDict(
                drop=nn.Dropout(0.2),
                conv=nn.Conv2d(width, classes, 1),
                relu=nn.ReLU(inplace=True),
                pool=nn.AdaptiveAvgPool2d(1),
            )
        )
        # The last ReLU must not start dead: it would pass no gradient back.
        nn.init.normal_(self.classifier.conv.weight, std=0.05)
        nn.init.constant_(self.classifier.conv.bias, 0.5)

    def forward(self, x):
        return self.classifier(self.features(x)).flatten(1)
