"""Words that do not exist: each number has its own, and neighbours have unlike ones."""

ONSETS = ("b", "br", "d", "f", "fj", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "r", "s", "sk", "st", "t", "v")
VOWELS = ("a", "e", "i", "o", "u", "y", "å", "ä", "ö")
CODAS = ("d", "g", "l", "m", "n", "r", "s", "v")
SYLLABLES = len(ONSETS) * len(VOWELS) * len(CODAS)
MIXER = 1_234_577  # has no factor in common with the number of pairs of syllables: neighbours get unlike words


def word(number: int) -> str:
    """Return a made-up word; no two numbers give the same."""
    pairs, rest = SYLLABLES**2, number
    rest, mixed = divmod(number, pairs)
    mixed = mixed * MIXER % pairs
    return syllable(mixed // SYLLABLES) + syllable(mixed % SYLLABLES) + (word(rest - 1) if rest else "")


def syllable(number: int) -> str:
    """Return a syllable: where one ends can be told, since each ends in one consonant and begins with some."""
    rest, onset = divmod(number, len(ONSETS))
    coda, vowel = divmod(rest, len(VOWELS))
    return ONSETS[onset] + VOWELS[vowel] + CODAS[coda]
