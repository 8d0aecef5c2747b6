"""Trains all of the demo's networks, two at a time: /usr/bin/python3 demo/train/train_all.py DATA MODEL [NAME …]"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from network import NETWORKS, TWIN


def train(data: str, model: str, name: str) -> str:
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "train.py")
    with open(os.path.join(data, f"{name}.log"), "w") as log:
        subprocess.run([sys.executable, script, data, model, name], stdout=log, stderr=log, check=True)
    return name


if __name__ == "__main__":
    data, model, *names = sys.argv[1:]
    os.makedirs(model, exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda name: train(data, model, name), names or [*NETWORKS, TWIN[0]]):
            print(done, flush=True)
