"""The shipped fonts: what they cover, and what the line breaker takes for granted of their marks."""

from __future__ import annotations

import struct

import pytest

from yb_desktop.paper.fonts import Face, UnknownGlyph, font_file, found, refuse_unknown

# The characters of 通用规范汉字表 (8105) outside the basic block, which the fonts cover whole.
STANDARD_BEYOND_BASIC = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡"
    "䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌"
    "𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩"
    "𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼"
    "𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)
OFFICE_SYMBOLS = "□☐☑☒✓√×①②⑳ⅠⅫ㎡℃‰％№〔〕【】《》“”‘’…—·￥¥±≥≤→※★○●△▲①㈠"
CLOSING = "，。、；：》）】〕」』”’"
OPENING = "（《【〔「『“‘"


@pytest.mark.parametrize("face", Face)
def test_every_face_prints_every_standard_character(face: Face) -> None:
    basic = "".join(chr(code) for code in range(0x4E00, 0x9FF0))
    extension_a = "".join(chr(code) for code in range(0x3400, 0x4DB6))
    latin = "".join(chr(code) for code in range(0x20, 0x7F)) + "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńň"
    refuse_unknown(basic + extension_a + STANDARD_BEYOND_BASIC + latin + OFFICE_SYMBOLS + "\u3000", face)


@pytest.mark.parametrize("face", Face)
def test_rare_name_characters_are_found(face: Face) -> None:
    assert all(found(char, face) for char in "堃祎喆㛃䶮𠅤")


def test_fangsong_falls_back_glyph_by_glyph() -> None:
    assert found("国", Face.FANG) == (Face.FANG, 1000)
    assert found("祎", Face.FANG) == (Face.SONG, 1000)


def test_an_unknown_glyph_is_refused_by_name() -> None:
    with pytest.raises(UnknownGlyph) as refused:
        refuse_unknown("张\U000f0000三\u0e01", Face.FANG)
    assert refused.value.code == "glyph"
    assert refused.value.characters == "\U000f0000\u0e01"
    assert "U+0E01 THAI CHARACTER KO KAI" in str(refused.value)
    assert "U+F0000" in str(refused.value)


@pytest.mark.parametrize("face", Face)
def test_the_blank_half_of_a_mark_is_blank(face: Face) -> None:
    # 标点挤压 takes half of the cell away; no ink may lie there.
    for char in CLOSING + OPENING:
        place = found(char, face)
        assert place is not None
        font = font_file(place[0])
        ink = font.ink(font.glyph(char))
        assert place[1] == 1000
        assert ink is not None
        assert ink[2] <= 500 if char in CLOSING else ink[0] >= 500


@pytest.mark.parametrize("face", Face)
def test_dashes_join_and_the_yen_is_no_dollar(face: Face) -> None:
    font = font_file(face)
    dash = font.ink(font.glyph("—"))
    assert dash is not None
    assert (dash[0], dash[2]) == (0, 1000) or face is Face.KAI
    assert font.outline(font.glyph("￥")) != font.outline(font.glyph("＄"))
    yen, full = font.ink(font.glyph("¥")), font.ink(font.glyph("￥"))
    assert yen is not None
    assert full is not None
    if face is Face.FANG:  # Fandol's own ￥ is a dollar; ours is its ¥, centred
        assert (full[1], full[3], full[2] - full[0]) == (yen[1], yen[3], yen[2] - yen[0])


@pytest.mark.parametrize("face", Face)
def test_glyphs_are_plain_and_follow_the_code_points(face: Face) -> None:
    font = font_file(face)
    glyphs = [font.glyph(chr(code)) for code in range(0x20, 0x3000) if font.glyph(chr(code))]
    assert glyphs == sorted(glyphs)
    contours = [struct.unpack_from(">h", font.outline(glyph))[0] for glyph in glyphs if font.outline(glyph)]
    assert min(contours) > 0
