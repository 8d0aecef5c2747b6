"""LRP's rules in torch, literally: a layer's relevance is shared by the products that its outputs are sums of. One rule for all
layers with weights; sums share by what they add; winners of pools take all; activations let relevance pass."""
import torch

from onnx_torch import OPS

TINY = 1e-9
LINEAR = ("Conv", "Gemm", "MatMul", "BatchNormalization")
SUMS = ("AveragePool", "GlobalAveragePool")
PASS = ("Relu", "LRN", "Clip", "HardSwish")


class Share(torch.autograd.Function):
    """A value whose "gradient" is what `share` makes of the relevance that arrives."""

    @staticmethod
    def forward(ctx, share, y, *inputs):
        ctx.share = share
        ctx.save_for_backward(*inputs)
        return y.clone()

    @staticmethod
    def backward(ctx, relevance):
        with torch.enable_grad():
            return None, None, *ctx.share(relevance, *ctx.saved_tensors)


def plus(v):
    return None if v is None else v.clamp(min=0)


def minus(v):
    return None if v is None else v.clamp(max=0)


def shared(layer, terms, relevance, stabiliser=TINY):
    """Terms (sign, x, w, b) add up to z = Σ ±layer(x, w, b); each x gets ±x·(what R/z pulls back to it)."""
    xs = [x.detach().requires_grad_(True) for _, x, _, _ in terms]
    z = sum(sign * layer(x, w, b) for x, (sign, _, w, b) in zip(xs, terms)).detach()
    s = relevance / (z + torch.where(z >= 0, stabiliser, -stabiliser))
    linear = sum((sign * layer(x, w, None) * s).sum() for x, (sign, _, w, _) in zip(xs, terms))
    return sum(x.detach() * g for x, g in zip(xs, torch.autograd.grad(linear, xs)))


def gamma(layer, x, w, b, R):
    raised = lambda v: None if v is None else v + 0.25 * plus(v)
    return shared(layer, [(1, x, raised(w), raised(b))], R)


def alpha_beta(alpha, beta):
    def rule(layer, x, w, b, R):
        up = shared(layer, [(1, plus(x), plus(w), plus(b)), (1, minus(x), minus(w), None)], R)
        down = shared(layer, [(1, plus(x), minus(w), minus(b)), (1, minus(x), plus(w), None)], R) if beta else 0
        return alpha * up - beta * down

    return rule


def w_squared(layer, x, w, b, R):
    return shared(layer, [(1, torch.ones_like(x), w * w, None)], R)


def flat(layer, x, w, b, R):
    return shared(layer, [(1, torch.ones_like(x), torch.ones_like(w), None)], R)


def z_box(layer, x, w, b, R):
    low, high = torch.zeros_like(x), torch.full_like(x, 255)
    return shared(layer, [(1, x, w, None), (-1, low, plus(w), None), (-1, high, minus(w), None)], R)


def epsilon(layer, x, w, b, R):
    return shared(layer, [(1, x, w, b)], R, 1e-6)


z_plus = alpha_beta(1, 0)

RULES = {
    "lrp-gamma": lambda op, first: gamma,
    "lrp-alpha-beta": lambda op, first: alpha_beta(2, 1),
    "lrp-z-plus": lambda op, first: z_plus,
    "lrp-w-squared": lambda op, first: w_squared,
    "lrp-flat": lambda op, first: flat,
    "lrp-z-box": lambda op, first: z_box if first else z_plus,
    "epsilon-plus-flat": lambda op, first: flat if first else epsilon if op in ("Gemm", "MatMul") else z_plus,
}


def below(graph):
    """Tensors that a layer with weights lies below."""
    reached = set()
    for node in graph.node:
        if node.op_type in LINEAR or any(name in reached for name in node.input):
            reached.update(node.output)
    return reached


def relevance(net, x, target, rule_of):
    """Relevance at the picture, started with the score of the class."""
    original, weighted = dict(OPS), below(net.run.graph)

    def linear(a, run, x, *weights):
        op = original[run.op]
        if run.op == "BatchNormalization":
            # A scale and a shift a channel, as a depthwise convolution.
            scale, shift, mean, variance = weights
            w = scale / (variance + a.get("epsilon", 1e-5)).sqrt()
            b = shift - mean * w
            layer = lambda x, w, b: x * w.view(1, -1, 1, 1) + (0 if b is None else b.view(1, -1, 1, 1))
        else:
            (w, b), layer = (*weights, None)[:2], lambda x, w, b: op(a, run, x, w, *([] if b is None else [b]))
        rule = rule_of(run.op, run.node.input[0] not in weighted)
        return Share.apply(lambda R, x: (rule(layer, x, w, b, R),), layer(x, w, b).detach(), x)

    def average(a, run, x):
        op = original[run.op]
        layer = lambda x, w, b: op(a, run, x)
        return Share.apply(lambda R, x: (shared(layer, [(1, x, None, None)], R),), op(a, run, x).detach(), x)

    def add(a, run, x, y):
        share = lambda z, R: R / (z + torch.where(z >= 0, TINY, -TINY))
        return Share.apply(lambda R, x, y: (x * share(x + y, R), y * share(x + y, R)), (x + y).detach(), x, y.expand_as(x))

    def passing(a, run, x, *rest):
        return Share.apply(lambda R, x: (R,), original[run.op](a, run, x, *rest).detach(), x)

    def scaled(a, run, x, y):
        """A product's relevance is its signal's; the second factor is a constant or a gate."""
        return Share.apply(lambda R, x: (R,), (x * y).detach(), x)

    try:
        OPS.update({name: linear for name in LINEAR}, Add=add, Mul=scaled)
        OPS.update({name: average for name in SUMS}, **{name: passing for name in PASS})
        image = x.clone().requires_grad_(True)
        score = net.run({net.input: image})[net.output].flatten(1)[:, target]
        return torch.autograd.grad(score, [image], score.detach())[0]
    finally:
        OPS.update(original)


METHODS = {slug: lambda net, x, t, rule=rule: relevance(net, x, t, rule) for slug, rule in RULES.items()}
