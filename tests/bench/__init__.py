"""What our work costs beside the same work at its barest, both measured in this run on this machine.

A benchmark is a function `bench_…` in a file of this folder. It asks for `compare` (and for any fixture of the tests,
such as `db`) and hands it two functions that do the same work. Ratios are comparable between machines; seconds are
not, so nothing here passes or fails.
"""
