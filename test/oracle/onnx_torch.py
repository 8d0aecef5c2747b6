"""ONNX graphs in torch, in any precision, op by op as the specification says; differentiable.

Made for judging: a graph in float64 has no rounding to speak of, so what differs there is a mistake. Shapes are whatever
torch makes of them; an op or a form that no test needs is refused."""
import numpy as np
import onnx
import onnx.numpy_helper
import torch
import torch.nn.functional as F

OPS = {}


def op(*names):
    def register(function):
        for name in names:
            OPS[name] = function
        return function

    return register


class ReluRule(torch.autograd.Function):
    """A ReLU whose gradient follows a rule: plain, deconvnet (max(g, 0)) or guided (the same where x > 0)."""

    @staticmethod
    def forward(ctx, x, rule):
        ctx.save_for_backward(x)
        ctx.rule = rule
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        if ctx.rule == "plain":
            return g * (x > 0), None
        positive = g.clamp(min=0)
        return (positive if ctx.rule == "deconvnet" else positive * (x > 0)), None


def simple(function):
    return lambda a, run, *inputs: function(*inputs)


for name, function in {
    "Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Neg": torch.neg, "Abs": torch.abs, "Sqrt": torch.sqrt,
    "Exp": torch.exp, "Log": torch.log, "Erf": torch.erf, "Tanh": torch.tanh, "Sigmoid": torch.sigmoid, "Sign": torch.sign,
    "Sin": torch.sin, "Cos": torch.cos, "Reciprocal": torch.reciprocal, "Pow": torch.pow, "MatMul": torch.matmul,
    "Equal": torch.eq, "Greater": torch.gt, "GreaterOrEqual": torch.ge, "Less": torch.lt, "LessOrEqual": torch.le,
    "And": torch.logical_and, "Or": torch.logical_or, "Not": torch.logical_not, "Where": torch.where,
    "Div": lambda x, y: x / y if x.is_floating_point() else torch.div(x, y, rounding_mode="trunc"),
    "Softplus": F.softplus, "Identity": lambda x: x, "Dropout": lambda x, *_: x, "Max": torch.maximum, "Min": torch.minimum,
    "Shape": lambda x: torch.tensor(x.shape), "Size": lambda x: torch.tensor(x.numel()),
    "HardSwish": lambda x: x * (x / 6 + 0.5).clamp(0, 1),
    "GlobalAveragePool": lambda x: x.mean(tuple(range(2, x.dim())), keepdim=True),
    "Expand": lambda x, shape: x * torch.ones(tuple(shape), dtype=x.dtype),
    "Tile": lambda x, repeats: x.repeat(tuple(repeats)),
}.items():
    OPS[name] = simple(function)


@op("Relu")
def relu(a, run, x):
    return ReluRule.apply(x, run.rule)


@op("Clip")
def clip(a, run, x, low=None, high=None):
    # Not torch.clamp: its gradient is 1 on the bounds, where ReLU6's, and so ours, is 0.
    inside = torch.ones_like(x, dtype=torch.bool)
    for bound, beyond in ((low, lambda b: x <= b), (high, lambda b: x >= b)):
        if bound is not None:
            x, inside = torch.where(beyond(bound), bound.to(x.dtype), x), inside & ~beyond(bound)
    return x


@op("HardSigmoid")
def hard_sigmoid(a, run, x):
    return (x * a.get("alpha", 0.2) + a.get("beta", 0.5)).clamp(0, 1)


@op("LeakyRelu")
def leaky_relu(a, run, x):
    return F.leaky_relu(x, a.get("alpha", 0.01))


@op("Softmax")
def softmax(a, run, x):
    return x.softmax(a.get("axis", -1))


def padded(x, pads, value):
    """Pads of ONNX's order (all begins, then all ends) on the spatial axes."""
    n = len(pads) // 2
    return F.pad(x, [p for i in reversed(range(n)) for p in (pads[i], pads[i + n])], value=value)


@op("Conv")
def conv(a, run, x, w, b=None):
    pads = a.get("pads", [0] * (2 * (w.dim() - 2)))
    function = {3: F.conv1d, 4: F.conv2d, 5: F.conv3d}[w.dim()]
    return function(padded(x, pads, 0.0), w, b, a.get("strides", 1), 0, a.get("dilations", 1), a.get("group", 1))


@op("ConvTranspose")
def conv_transpose(a, run, x, w, b=None):
    n = w.dim() - 2
    pads, extra = a.get("pads", [0] * 2 * n), a.get("output_padding", [0] * n)
    stride, dilation = a.get("strides", [1] * n), a.get("dilations", [1] * n)
    # Whole, then the begin and end pads cut off; output_padding is what was not made, so zeros.
    y = F.conv_transpose2d(x, w, None, stride, 0, 0, a.get("group", 1), dilation)
    y = padded(y, [0] * n + list(extra), 0.0)
    for i in range(n):
        y = y.narrow(i + 2, pads[i], y.shape[i + 2] - pads[i] - pads[i + n])
    return y if b is None else y + b.view(1, -1, *[1] * n)


def windows(a, x, value):
    """x padded so that every window, those of ceil mode too, lies within it: [N, C, H', W'] and the pads."""
    kernel, n = a["kernel_shape"], len(a["kernel_shape"])
    strides, pads = a.get("strides", [1] * n), list(a.get("pads", [0] * 2 * n))
    for i in range(n):
        room = x.shape[i + 2] + pads[i] + pads[i + n] - kernel[i]
        count = room // strides[i] + 1
        # A last window may not begin in the end padding.
        if a.get("ceil_mode", 0) and room % strides[i] and count * strides[i] < x.shape[i + 2] + pads[i]:
            pads[i + n] += strides[i] - room % strides[i]
    return padded(x, pads, value), kernel, strides, pads


@op("MaxPool")
def max_pool(a, run, x):
    y, kernel, strides, pads = windows(a, x, -float("inf"))
    best, places = F.max_pool2d(y, kernel, strides, return_indices=True)
    # ONNX counts over the whole tensor, without the padding.
    row, column = places // y.shape[3] - pads[0], places % y.shape[3] - pads[1]
    plane = torch.arange(x.shape[0] * x.shape[1]).view(x.shape[0], x.shape[1], 1, 1) * (x.shape[2] * x.shape[3])
    return best, plane + row * x.shape[3] + column


@op("GlobalMaxPool")
def global_max_pool(a, run, x):
    return max_pool({"kernel_shape": list(x.shape[2:])}, run, x)[0]


@op("AveragePool")
def average_pool(a, run, x):
    y, kernel, strides, pads = windows(a, x, 0.0)
    counted = torch.ones_like(x)
    if a.get("count_include_pad", 0):
        counted = padded(counted, a.get("pads", [0] * len(pads)), 1.0)
        pads = [p - q for p, q in zip(pads, a.get("pads", [0] * len(pads)))]
    total = lambda z: F.avg_pool2d(z, kernel, strides, divisor_override=1)
    return total(y) / total(padded(counted, pads, 0.0))


@op("BatchNormalization")
def batch_normalization(a, run, x, scale, shift, mean, variance):
    shaped = lambda v: v.view(1, -1, *[1] * (x.dim() - 2))
    return (x - shaped(mean)) / (shaped(variance) + a.get("epsilon", 1e-5)).sqrt() * shaped(scale) + shaped(shift)


@op("LRN")
def lrn(a, run, x):
    size = a["size"]
    around = F.pad(x * x, [0, 0, 0, 0, (size - 1) // 2, size // 2])
    total = sum(around[:, i : i + x.shape[1]] for i in range(size))
    return x / (a.get("bias", 1.0) + a.get("alpha", 1e-4) / size * total) ** a.get("beta", 0.75)


@op("Gemm")
def gemm(a, run, x, w, c=None):
    x, w = (x.t() if a.get("transA", 0) else x), (w.t() if a.get("transB", 0) else w)
    y = a.get("alpha", 1.0) * (x @ w)
    return y if c is None else y + a.get("beta", 1.0) * c


@op("Flatten")
def flatten(a, run, x):
    axis = a.get("axis", 1)
    return x.reshape(int(np.prod(x.shape[:axis])), -1)


@op("Reshape")
def reshape(a, run, x, shape):
    return x.reshape([x.shape[i] if d == 0 else int(d) for i, d in enumerate(shape)])


@op("Transpose")
def transpose(a, run, x):
    return x.permute(a.get("perm", list(reversed(range(x.dim())))))


@op("Concat")
def concat(a, run, *parts):
    return torch.cat(parts, a["axis"])


@op("Split")
def split(a, run, x, sizes=None):
    return x.split([int(s) for s in sizes] if sizes is not None else x.shape[a.get("axis", 0)] // run.outputs, a.get("axis", 0))


@op("Slice")
def cut(a, run, x, starts, ends, axes=None, steps=None):
    axes = range(len(starts)) if axes is None else [int(i) for i in axes]
    steps = [1] * len(starts) if steps is None else [int(s) for s in steps]
    for start, end, axis, step in zip(starts, ends, axes, steps):
        places = range(x.shape[axis])[slice(int(start), None if step < 0 and end < -x.shape[axis] else int(end), step)]
        x = x.index_select(axis, torch.tensor(list(places), dtype=torch.int64))
    return x


@op("Gather")
def gather(a, run, x, indices):
    axis = a.get("axis", 0) % x.dim()
    flat = x.index_select(axis, indices.reshape(-1) % x.shape[axis])
    return flat.reshape([*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :]])


@op("Squeeze")
def squeeze(a, run, x, axes=None):
    for axis in sorted((int(i) % x.dim() for i in (axes if axes is not None else [])), reverse=True):
        x = x.squeeze(axis)
    return x


@op("Unsqueeze")
def unsqueeze(a, run, x, axes):
    rank = x.dim() + len(axes)
    for axis in sorted(int(i) % rank for i in axes):
        x = x.unsqueeze(axis)
    return x


@op("Pad")
def pad(a, run, x, pads, value=None):
    n = x.dim()
    pairs = [int(p) for i in reversed(range(n)) for p in (pads[i], pads[i + n])]
    if a.get("mode", "constant") != "constant":
        raise NotImplementedError("Pad " + a["mode"])
    return F.pad(x, pairs, value=0.0 if value is None else float(value))


@op("Resize")
def resize(a, run, x, roi=None, scales=None, sizes=None):
    size = [int(s) for s in sizes[2:]] if sizes is not None else [int(d * float(s)) for d, s in zip(x.shape[2:], scales[2:])]
    form = (a.get("mode", "nearest"), a.get("coordinate_transformation_mode", "half_pixel"))
    if form == ("linear", "half_pixel"):
        return F.interpolate(x, size, mode="bilinear", align_corners=False)
    if form == ("nearest", "asymmetric") and all(s % d == 0 for s, d in zip(size, x.shape[2:])):
        return F.interpolate(x, size, mode="nearest")
    raise NotImplementedError("Resize " + " ".join(form))


@op("ReduceMean", "ReduceSum")
def reduce(a, run, x, axes=None):
    axes = a.get("axes") if axes is None else [int(i) for i in axes]
    axes = tuple(range(x.dim())) if axes is None else tuple(axes)
    return (x.mean if run.op == "ReduceMean" else x.sum)(axes, keepdim=bool(a.get("keepdims", 1)))


@op("ArgMax")
def arg_max(a, run, x):
    return x.argmax(a.get("axis", 0), keepdim=bool(a.get("keepdims", 1)))


@op("OneHot")
def one_hot(a, run, indices, depth, values):
    hot = F.one_hot(indices, int(depth)).movedim(-1, a.get("axis", -1))
    return torch.where(hot.bool(), values[1], values[0])


@op("Cast")
def cast(a, run, x):
    return x.to({1: run.dtype, 7: torch.int64, 6: torch.int32, 9: torch.bool}[a["to"]])


@op("ConstantOfShape")
def constant_of_shape(a, run, shape):
    value = torch.from_numpy(np.array(onnx.numpy_helper.to_array(a["value"]))) if "value" in a else torch.zeros(1)
    return torch.full(tuple(int(d) for d in shape), value.item(), dtype=run.dtype if value.is_floating_point() else value.dtype)


@op("ScatterElements")
def scatter(a, run, x, indices, updates):
    if a.get("reduction") != "add":
        raise NotImplementedError("ScatterElements without add")
    return x.scatter_add(a.get("axis", 0), indices, updates)


@op("Constant")
def constant(a, run):
    return run.tensor(a["value"])


class Run:
    """A graph in one precision. `rule` is what its ReLUs do to gradients."""

    def __init__(self, path, dtype, rule="plain"):
        self.graph = onnx.load(path).graph
        self.dtype, self.rule = dtype, rule
        self.weights = {t.name: self.tensor(t) for t in self.graph.initializer}

    def tensor(self, proto):
        value = torch.from_numpy(np.array(onnx.numpy_helper.to_array(proto)))
        return value.to(self.dtype) if value.is_floating_point() else value

    def __call__(self, feeds, replaced=None):
        """Every tensor of the graph by its name; those of `replaced` have its values whatever makes them."""
        values = {"": None, **self.weights, **feeds}
        for node in self.graph.node:
            self.node, self.op, self.outputs = node, node.op_type, len(node.output)
            if node.op_type not in OPS:
                raise NotImplementedError(node.op_type)
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            attributes = {k: v.decode() if isinstance(v, bytes) else v for k, v in attributes.items()}
            results = OPS[node.op_type](attributes, self, *[values[name] for name in node.input])
            values.update(zip(node.output, results if isinstance(results, (tuple, list)) else [results]))
            values.update({name: replaced[name] for name in node.output if replaced and name in replaced})
        return values
