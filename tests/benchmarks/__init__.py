"""Speed, in one table of one run: ``python -m tests.benchmarks``. Nothing is asserted by the clock."""
