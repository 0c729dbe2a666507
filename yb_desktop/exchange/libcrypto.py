"""The libcrypto that CPython itself is linked with, for the two things no wheel offers: SM2 signing and SM2 keys.

``handle()`` gives the library with the types of the functions declared, or ``None`` where there is no shared one (a
statically linked Python) or it is older than 3.0. No pure-Python arithmetic stands in for it: the SM profile is off
then, and ``check`` says so.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from ctypes import POINTER, c_char_p, c_int, c_long, c_size_t, c_ulong, c_void_p
from functools import cache
from pathlib import Path

_P = c_void_p
_BYTES = c_char_p
_FUNCTIONS: dict[str, tuple[type | None, list[object]]] = {
    "OpenSSL_version_num": (c_ulong, []),
    "EVP_sm3": (_P, []),
    "EVP_PKEY_free": (None, [_P]),
    "EVP_PKEY_CTX_new": (_P, [_P, _P]),
    "EVP_PKEY_CTX_new_from_name": (_P, [_P, _BYTES, _BYTES]),
    "EVP_PKEY_CTX_free": (None, [_P]),
    "EVP_PKEY_CTX_set1_id": (c_int, [_P, _BYTES, c_size_t]),
    "EVP_PKEY_keygen_init": (c_int, [_P]),
    "EVP_PKEY_generate": (c_int, [_P, POINTER(_P)]),
    "EVP_PKEY_public_check": (c_int, [_P]),
    "EVP_PKEY_pairwise_check": (c_int, [_P]),
    "EVP_PKEY_is_a": (c_int, [_P, _BYTES]),
    "EVP_PKEY_encrypt_init": (c_int, [_P]),
    "EVP_PKEY_encrypt": (c_int, [_P, _BYTES, POINTER(c_size_t), _BYTES, c_size_t]),
    "EVP_PKEY_decrypt_init": (c_int, [_P]),
    "EVP_PKEY_decrypt": (c_int, [_P, _BYTES, POINTER(c_size_t), _BYTES, c_size_t]),
    "EVP_MD_CTX_new": (_P, []),
    "EVP_MD_CTX_free": (None, [_P]),
    "EVP_MD_CTX_set_pkey_ctx": (None, [_P, _P]),
    "EVP_DigestSignInit": (c_int, [_P, _P, _P, _P, _P]),
    "EVP_DigestSign": (c_int, [_P, _BYTES, POINTER(c_size_t), _BYTES, c_size_t]),
    "EVP_DigestVerifyInit": (c_int, [_P, _P, _P, _P, _P]),
    "EVP_DigestVerify": (c_int, [_P, _BYTES, c_size_t, _BYTES, c_size_t]),
    "d2i_PUBKEY": (_P, [_P, POINTER(c_char_p), c_long]),
    "d2i_AutoPrivateKey": (_P, [_P, POINTER(c_char_p), c_long]),
    "i2d_PUBKEY": (c_int, [_P, POINTER(c_char_p)]),
    "i2d_PrivateKey": (c_int, [_P, POINTER(c_char_p)]),
    "ERR_clear_error": (None, []),
}
_OLDEST = 0x30000000


@cache
def handle() -> ctypes.CDLL | None:
    """Give the library, or ``None`` where SM2 cannot be had from it."""
    for name in _names():
        try:
            found = ctypes.CDLL(name)
            _declare(found)
        except (OSError, AttributeError):
            continue
        if found.OpenSSL_version_num() >= _OLDEST:
            return found
    return None


def _names() -> Iterator[str]:
    if sys.platform == "win32":
        for folder in (Path(sys.base_prefix) / "DLLs", Path(sys.base_prefix)):
            yield from (str(path) for path in sorted(folder.glob("libcrypto-3*.dll")))
        return
    import _hashlib  # noqa: F401  it brings in the libcrypto that this Python is linked with

    # The dynamic loader gives the one already loaded under this name; without it, the system's own.
    yield "libcrypto.so.3"


def _declare(library: ctypes.CDLL) -> None:
    for name, (gives, takes) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = gives
        function.argtypes = takes
