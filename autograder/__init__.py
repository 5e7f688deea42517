"""What instructors run: release, grading, reports. Nothing a notebook imports."""
