"""The papers of the office, one function each: frozen values in, PDF bytes out, the same bytes for the same values.

Nothing here reads a store, a clock or the law: what a paper says of days and articles comes in its values, in words.
Rules kept: a provisional day prints （暂定） and why (T3); what rests on the office's own setting prints
本地默认，非文件规定; seals are never drawn, only their places.
"""
