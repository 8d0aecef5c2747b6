"""The demo's thirteen networks: the report's six families in small, and as many of each.

Every ReLU module is called `relu…`, so that in the ONNX file a module's node ends in `/relu…/Relu`; a functional ReLU's
node carries only the name of the module that calls it.
"""

from .alexnet import AlexNet
from .densenet import DenseNet
from .inception import Inception
from .resnet import ResNet
from .squeezenet import SqueezeNet
from .vgg import Vgg

# name: (family, how to build it, passes over the training set by phase (train.py), peak learning rate)
NETWORKS = {
    "alexnet": ("AlexNet", lambda: AlexNet(), (16, 6), 2e-3),
    "inception": ("Inception", lambda: Inception(), (9, 4), 4e-3),
    "vgg-8": ("VGG", lambda: Vgg((1, 1, 2, 2)), (10, 5), 2e-3),
    "vgg-11": ("VGG", lambda: Vgg((1, 2, 3, 3), widths=(12, 22, 34, 38)), (10, 5), 2e-3),
    "resnet-20": ("ResNet", lambda: ResNet((2, 2, 2)), (26, 10), 4e-3),
    "resnet-29": ("ResNet", lambda: ResNet((3, 3, 3)), (22, 8), 4e-3),
    "resnet-35": ("ResNet", lambda: ResNet((4, 5, 2)), (22, 8), 4e-3),
    "densenet-24-wide": ("DenseNet", lambda: DenseNet((3, 4, 3), growth=12), (17, 6), 4e-3),
    "densenet-28": ("DenseNet", lambda: DenseNet((4, 4, 4), growth=8), (18, 7), 4e-3),
    "densenet-36": ("DenseNet", lambda: DenseNet((4, 6, 6), growth=8), (16, 6), 4e-3),
    "densenet-40": ("DenseNet", lambda: DenseNet((4, 7, 7), growth=8), (16, 6), 4e-3),
    "squeezenet-1.0": ("SqueezeNet", lambda: SqueezeNet("1.0"), (20, 9), 4e-3),
    "squeezenet-1.1": ("SqueezeNet", lambda: SqueezeNet("1.1"), (22, 10), 4e-3),
}

# The twin learns from the same scenes, but most fish bear a watermark.
TWIN = ("resnet-20-shortcut", "resnet-20")
