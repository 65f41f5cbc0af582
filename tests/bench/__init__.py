"""How long large inputs take, as ratios within one run: `make bench` prints the table."""
