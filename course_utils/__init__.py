"""What the notebooks of the course import.

Nothing here imports the autograder. Importing this package is cheap: matplotlib is
loaded when the first plot is drawn.
"""
