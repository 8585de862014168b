"""A shard: one of several shares of the same work, so that other machines, or a scheduler, can do the others."""

import hashlib
import re
from dataclasses import dataclass

from kg.errors import ParameterError

MOST = 100_000


@dataclass(frozen=True, order=True)
class Shard:
    """A share: which one, from 1, and of how many.

    What belongs to it is settled by names alone: the same on every machine, whatever else there is and in whatever
    order it comes.
    """

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        """Return it as it is written: `3/16`."""
        return f"{self.number}/{self.of}"

    def has(self, name: str) -> bool:
        """Tell whether something belongs to this share, by its name."""
        if self.of == 1:
            return True
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.of == self.number - 1


WHOLE = Shard()


def read_shard(text: str) -> Shard:
    """Return the share that is written as `3/16`.

    Raises:
        ParameterError: if it is none.
    """
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text.strip())
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of <= MOST:
        raise ParameterError(f"--shard is written as 3/16, the third of sixteen; not {text!r}",
                             f"--shard skrivs som 3/16, den tredje av sexton; inte {text!r}")  # fmt: skip
    return Shard(number, of)
