package org.jdbmail.mime.charset;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What labels of charsets mean: what the Encoding Standard of the WHATWG says, since its table is what browsers and mail
 * programs go by, and for labels that it doesn't have, what Java says. Many labels mean a superset of the set that
 * they once named.
 *
 * <p>Left out of the standard's table, each for a reason: {@code us-ascii} and its like, and {@code x-user-defined}, which say
 * nothing about bytes above 127, so that these are guessed; and the sets that browsers refuse to decode
 * ({@code iso-2022-kr} and its like), which Java decodes.
 */
final class CharsetLabels {
    /** Java's name of a set, and the standard's labels for it in lower case. */
    private static final String STANDARD = """
            UTF-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8
            IBM866: 866 cp866 csibm866 ibm866
            ISO-8859-2: csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 \
                latin2
            ISO-8859-3: csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 \
                latin3
            ISO-8859-4: csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 \
                latin4
            ISO-8859-5: csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 \
                iso_8859-5:1988
            ISO-8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 \
                iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
            ISO-8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 \
                iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek
            ISO-8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 \
                iso88598 iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
            ISO-8859-10: csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
            ISO-8859-13: iso-8859-13 iso8859-13 iso885913
            ISO-8859-14: iso-8859-14 iso8859-14 iso885914
            ISO-8859-15: csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
            ISO-8859-16: iso-8859-16
            KOI8-R: cskoi8r koi koi8 koi8-r koi8_r
            KOI8-U: koi8-ru koi8-u
            x-MacRoman: csmacintosh mac macintosh x-mac-roman
            x-windows-874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
            windows-1250: cp1250 windows-1250 x-cp1250
            windows-1251: cp1251 windows-1251 x-cp1251
            windows-1252: cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 \
                iso_8859-1 iso_8859-1:1987 l1 latin1 windows-1252 x-cp1252
            windows-1253: cp1253 windows-1253 x-cp1253
            windows-1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 \
                iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254
            windows-1255: cp1255 windows-1255 x-cp1255
            windows-1256: cp1256 windows-1256 x-cp1256
            windows-1257: cp1257 windows-1257 x-cp1257
            windows-1258: cp1258 windows-1258 x-cp1258
            x-MacUkraine: x-mac-cyrillic x-mac-ukrainian
            GB18030: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030
            x-MS950-HKSCS: big5 big5-hkscs cn-big5 csbig5 x-x-big5
            x-eucJP-Open: cseucpkdfmtjapanese euc-jp x-euc-jp
            x-windows-iso2022jp: csiso2022jp iso-2022-jp
            windows-31j: csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
            x-windows-949: cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 \
                ksc5601 ksc_5601 windows-949
            UTF-16BE: unicodefffe utf-16be
            x-UTF-16LE-BOM: csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le
            """;

    private static final Map<String, Charset> BY_LABEL = byLabel();

    private CharsetLabels() {}

    /** The charset of a label in lower case; null if it is unknown. */
    static @Nullable Charset find(String label) {
        return BY_LABEL.get(label);
    }

    /**
     * Every label in one table. {@code Charset.forName} takes a tenth of a millisecond for a name that it doesn't know, and mail
     * may be full of them.
     */
    private static Map<String, Charset> byLabel() {
        Map<String, Charset> labels = new HashMap<>();
        for (Charset charset : Charset.availableCharsets().values()) {
            charset.aliases().forEach(alias -> labels.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
        }
        for (Charset charset : Charset.availableCharsets().values()) {
            labels.put(charset.name().toLowerCase(Locale.ROOT), charset);
        }
        STANDARD.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            Charset charset = named(line.substring(0, colon));
            for (String label : line.substring(colon + 2).split(" +")) {
                labels.put(label, charset);
            }
        });
        return Map.copyOf(labels);
    }

    private static Charset named(String name) {
        return switch (name) {
            case "ISO-8859-10" -> SingleByteCharset.ISO_8859_10;
            case "ISO-8859-14" -> SingleByteCharset.ISO_8859_14;
            default -> Charset.forName(name);
        };
    }
}
