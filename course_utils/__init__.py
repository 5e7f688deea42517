"""What the notebooks of the course import.

Nothing here imports the autograder. Importing this package is cheap: matplotlib is
loaded when the first plot is drawn.
"""

import os

# Lakes are drawn to pictures, never to a window; where there is no desktop SDL would complain.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
