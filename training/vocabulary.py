"""Which pieces of the base tokeniser the reader keeps, and the tokeniser made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from training.base import Base

__all__ = ["SPECIAL", "kept_pieces", "tokenizer_of"]

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_UNKNOWN = 3
_META = "▁"
_HAN = re.compile(r"[㐀-鿿]")
_OTHER_SCRIPT = re.compile(r"[぀-ヿ가-힯]")
# Longer pieces are sayings and names of other countries, and hide borders at which answers begin and end.
_LONGEST_HAN = 3
_FREQUENT_LATIN = 14_000


def kept_pieces(base: Base, texts: Iterable[str]) -> list[int]:
    """Ids of the base's pieces to keep, in order: the special ones, all of Chinese, frequent Latin ones, and what the
    texts use.
    """
    latin = [n for n, piece in enumerate(base.pieces) if piece.strip(_META).isascii()]
    latin.sort(key=lambda n: -base.scores[n])
    wanted = set(range(len(SPECIAL))) | set(latin[:_FREQUENT_LATIN])
    wanted |= {n for n, piece in enumerate(base.pieces) if _is_chinese(piece) or (len(piece) == 1 and piece.isascii())}
    everything = [n for n, piece in enumerate(base.pieces) if not _HAN.search(piece) or _is_chinese(piece)]
    full = tokenizer_of(base, everything)
    used = {n for text in texts for n in full.encode(text, add_special_tokens=False).ids}
    return sorted(wanted | {everything[n] for n in used})


def _is_chinese(piece: str) -> bool:
    return bool(_HAN.search(piece)) and not _OTHER_SCRIPT.search(piece) and len(piece.strip(_META)) <= _LONGEST_HAN


def tokenizer_of(base: Base, kept: list[int]) -> Tokenizer:
    """Numbers and punctuation are cut off before the pieces are found, so that 409|件 and 《…》 have borders."""
    tokenizer = Tokenizer(models.Unigram([(base.pieces[n], base.scores[n]) for n in kept], _UNKNOWN, False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(prepend_scheme="never"),
            pre_tokenizers.Split(Regex(rf"{_META}?\d+"), "isolated"),
            pre_tokenizers.Split(Regex(rf"{_META}?[^\w{_META}]"), "isolated"),
        ]
    )
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer
