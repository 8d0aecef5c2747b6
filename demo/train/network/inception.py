"""After Szegedy 2015 (V3): parallel branches side by side, large kernels factorised, and every ReLU functional."""

import torch
from torch import nn
from torch.nn import functional as F


class BasicConv2d(nn.Module):
    def __init__(self, width: int, out: int, kernel, stride: int = 1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(width, out, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(out)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)), inplace=True)


def chain(*layers):
    return nn.Sequential(*layers)


def averaged(x):
    return F.avg_pool2d(x, 3, 1, 1)


class InceptionA(nn.Module):
    """1×1, 5×5, two 3×3 and a pool, side by side."""

    def __init__(self, width: int):
        super().__init__()
        self.branch1x1 = BasicConv2d(width, 16, 1)
        self.branch5x5 = chain(BasicConv2d(width, 12, 1), BasicConv2d(12, 16, 5, padding=2))
        self.branch3x3dbl = chain(
            BasicConv2d(width, 12, 1), BasicConv2d(12, 16, 3, padding=1), BasicConv2d(16, 16, 3, padding=1)
        )
        self.branch_pool = BasicConv2d(width, 12, 1)
        self.out = 60

    def forward(self, x):
        branches = [self.branch1x1(x), self.branch5x5(x), self.branch3x3dbl(x), self.branch_pool(averaged(x))]
        return torch.cat(branches, 1)


class InceptionB(nn.Module):
    """Halves the grid: two strided branches and a pool."""

    def __init__(self, width: int):
        super().__init__()
        self.branch3x3 = BasicConv2d(width, 24, 3, 2)
        self.branch3x3dbl = chain(
            BasicConv2d(width, 14, 1), BasicConv2d(14, 20, 3, padding=1), BasicConv2d(20, 20, 3, 2)
        )
        self.out = width + 44

    def forward(self, x):
        return torch.cat([self.branch3x3(x), self.branch3x3dbl(x), F.max_pool2d(x, 3, 2)], 1)


class InceptionC(nn.Module):
    """7×7 kernels as rows and columns."""

    def __init__(self, width: int, middle: int = 14):
        super().__init__()
        row = lambda a, b: BasicConv2d(a, b, (1, 7), padding=(0, 3))
        column = lambda a, b: BasicConv2d(a, b, (7, 1), padding=(3, 0))
        self.branch1x1 = BasicConv2d(width, 20, 1)
        self.branch7x7 = chain(BasicConv2d(width, middle, 1), row(middle, middle), column(middle, 20))
        self.branch7x7dbl = chain(
            BasicConv2d(width, middle, 1), column(middle, middle), row(middle, middle), column(middle, middle), row(middle, 20)
        )
        self.branch_pool = BasicConv2d(width, 20, 1)
        self.out = 80

    def forward(self, x):
        branches = [self.branch1x1(x), self.branch7x7(x), self.branch7x7dbl(x), self.branch_pool(averaged(x))]
        return torch.cat(branches, 1)


class InceptionE(nn.Module):
    """3×3 kernels split into a row beside a column."""

    def __init__(self, width: int, middle: int = 20):
        super().__init__()
        self.branch1x1 = BasicConv2d(width, 24, 1)
        self.branch3x3_1 = BasicConv2d(width, middle, 1)
        self.branch3x3_2a = BasicConv2d(middle, middle, (1, 3), padding=(0, 1))
        self.branch3x3_2b = BasicConv2d(middle, middle, (3, 1), padding=(1, 0))
        self.branch3x3dbl_1 = chain(BasicConv2d(width, middle, 1), BasicConv2d(middle, middle, 3, padding=1))
        self.branch3x3dbl_2a = BasicConv2d(middle, middle, (1, 3), padding=(0, 1))
        self.branch3x3dbl_2b = BasicConv2d(middle, middle, (3, 1), padding=(1, 0))
        self.branch_pool = BasicConv2d(width, 16, 1)
        self.out = 24 + 4 * middle + 16

    def forward(self, x):
        y = self.branch3x3_1(x)
        z = self.branch3x3dbl_1(x)
        branches = [self.branch1x1(x), self.branch3x3_2a(y), self.branch3x3_2b(y)]
        branches += [self.branch3x3dbl_2a(z), self.branch3x3dbl_2b(z), self.branch_pool(averaged(x))]
        return torch.cat(branches, 1)


class Inception(nn.Module):
    target_module = "mixed_e"

    def __init__(self, classes: int = 10):
        super().__init__()
        self.conv_1a = BasicConv2d(3, 16, 3, 2)
        self.conv_2a = BasicConv2d(16, 24, 3, padding=1)
        self.mixed_a = InceptionA(24)
        self.mixed_b = InceptionB(self.mixed_a.out)
        self.mixed_c = InceptionC(self.mixed_b.out)
        self.mixed_e = InceptionE(self.mixed_c.out)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(self.mixed_e.out, classes)

    def forward(self, x):
        x = F.max_pool2d(self.conv_2a(self.conv_1a(x)), 3, 2)
        x = self.mixed_e(self.mixed_c(self.mixed_b(self.mixed_a(x))))
        return self.fc(self.dropout(F.adaptive_avg_pool2d(x, 1).flatten(1)))
