import pytest

from kg.errors import ParameterError
from kg.work.shard import WHOLE, Shard, read_shard

NAMES = [f"projekt-{number}" for number in range(4000)]


@pytest.mark.parametrize("of", [1, 2, 3, 16])
def test_everything_is_in_one_share_and_the_shares_are_alike(of: int) -> None:
    shares = [Shard(number, of) for number in range(1, of + 1)]
    lists = [[name for name in NAMES if share.has(name)] for share in shares]
    assert sorted(name for names in lists for name in names) == sorted(NAMES)
    assert all(0.7 < len(names) * of / len(NAMES) < 1.3 for names in lists)


def test_the_share_of_a_name_is_the_same_tomorrow_and_elsewhere() -> None:
    assert [next(number for number in range(1, 17) if Shard(number, 16).has(name)) for name in NAMES[:6]] == [
        9, 16, 9, 5, 2, 4]  # fmt: skip


def test_it_is_written_as_it_is_read() -> None:
    assert str(read_shard(" 3/16 ")) == "3/16"
    assert read_shard("1/1") == WHOLE


@pytest.mark.parametrize("text", ["", "3", "0/2", "3/2", "a/b", "1/0", "-1/2", "1/2/3", "1/1000000"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="3/16"):
        read_shard(text)
