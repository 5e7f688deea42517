"""The rival of `animation`: frames to a player with matplotlib's `to_jshtml`."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


def to_page(frames, *, interval_ms: int = 300) -> str:
    """Return the HTML of an animation that shows each frame in an `imshow` without axes."""
    fig, ax = plt.subplots()
    picture = ax.imshow(frames[0])
    ax.set_axis_off()

    def draw(number):
        picture.set_data(frames[number])
        return [picture]

    shown = FuncAnimation(fig, draw, frames=len(frames), interval=interval_ms, blit=True)
    plt.close(fig)  # or the notebook shows the last frame once more
    # by default matplotlib leaves out what comes after 20 MB
    with matplotlib.rc_context({"animation.embed_limit": 1000}):
        return shown.to_jshtml()
