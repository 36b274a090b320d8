"""Cuts Noto Sans SC to what paystats embeds. Arguments: the whole font, Noto Sans of the same
weight, which has the sign of the rupee, the result. Needs fonttools 4."""
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

# GB 2312, the common characters of Big 5 (titles of documents from Hong Kong and Taiwan), Latin with its extensions A, and the symbols of reports: punctuation, currencies, arrows,
# mathematics, circled numbers, simple shapes, full-width forms.
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2010, 0x2027), (0x2030, 0x203E), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x25A0, 0x25FF), (0x2600, 0x2605), (0x2713, 0x2713), (0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
]
# Quotation marks of half the width: the same characters stand in English texts.
NARROW = {0x2018: "quoteleft", 0x2019: "quoteright", 0x201C: "quotedblleft", 0x201D: "quotedblright"}


def characters():
    chars = {c for low, high in RANGES for c in range(low, high + 1)}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                chars.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    for row in range(0xA4, 0xC7):  # level 1
        for cell in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try:
                chars.add(ord(bytes([row, cell]).decode("big5")))
            except UnicodeDecodeError:
                pass
    return chars


def proportional(font):
    """The narrow forms of glyphs, by the font's feature pwid."""
    table = font["GSUB"].table
    forms = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "pwid":
            continue
        for index in record.Feature.LookupListIndex:
            for sub in table.LookupList.Lookup[index].SubTable:
                forms.update(getattr(getattr(sub, "ExtSubTable", sub), "mapping", {}))
    return forms


def borrow(font, code, other):
    """Takes a simple glyph over from another font of the same units to the em."""
    name = other.getBestCmap()[code]
    assert font["head"].unitsPerEm == other["head"].unitsPerEm and not other["glyf"][name].isComposite()
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    font["glyf"].glyphs[name], font["hmtx"][name] = other["glyf"][name], other["hmtx"][name]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def main(whole, latin, result):
    font = TTFont(whole, recalcTimestamp=False)
    forms = proportional(font)
    for table in font["cmap"].tables:
        for code, name in NARROW.items():
            if code in table.cmap and name in forms:
                table.cmap[code] = forms[name]
    options = subset.Options()
    options.layout_features = []  # no kerning: what is measured is what every program draws
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["GPOS", "GSUB", "BASE", "STAT", "vhea", "vmtx", "gasp"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    borrow(font, 0x20B9, TTFont(latin))
    # The middle dot as narrow as a space of its kind; it parts the words of subtitles.
    name = font.getBestCmap()[0xB7]
    glyph, (width, left) = font["glyf"][name], font["hmtx"][name]
    if width == 1000:
        cuts = 340
        glyph.coordinates.translate((-cuts, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width - 2 * cuts, left - cuts)
    font.save(result)


main(*sys.argv[1:])
