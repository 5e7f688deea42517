"""What a notebook of this kind often imports first: the rival of benchmarks/imports.py."""

import ale_py
import gymnasium as gym
import matplotlib.pyplot as plt
import numpy as np
from tqdm import tqdm

__all__ = ["ale_py", "gym", "np", "plt", "tqdm"]
