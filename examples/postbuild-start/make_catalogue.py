"""Makes a catalogue of random stars: the same one each time, because the seed is fixed."""

import csv
import random
import sys
from pathlib import Path

COLUMNS = ("name", "distance_pc", "magnitude")


def stars(count, seed=1054):
    """Stars spread evenly through a ball of 100 parsec, with brightnesses around that of the sun."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        distance = 100 * chance.random() ** (1 / 3)
        yield f"BN-{number:04d}", round(distance, 2), round(chance.gauss(4.8, 2.5), 2)


def main(path):
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(stars(2000))


if __name__ == "__main__":
    main(sys.argv[1])
