"""Counts the primes below a bound by their last digit, with the sieve of Eratosthenes."""

import json
import sys


def primes_below(bound):
    sieve = bytearray([1]) * bound
    sieve[:2] = b"\x00\x00"
    for number in range(2, int(bound**0.5) + 1):
        if sieve[number]:
            sieve[number * number :: number] = bytes(len(range(number * number, bound, number)))
    return [number for number in range(bound) if sieve[number]]


def main(bound):
    counts = dict.fromkeys("1379", 0)
    for prime in primes_below(bound):
        if prime > 5:
            counts[str(prime % 10)] += 1
    json.dump({"bound": bound, "counts": counts}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
