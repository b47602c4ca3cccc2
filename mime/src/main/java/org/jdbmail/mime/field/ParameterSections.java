package org.jdbmail.mime.field;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbmail.mime.field.Parameters.Parameter;

/**
 * Joins parameters whose value comes in several sections, {@code name*0}, {@code name*1} and so on (RFC 2231 §3), into one,
 * as RFC 2231 §6 asks of an IMAP server. Where one of the sections is encoded, so is the joined value, and its name ends in
 * an asterisk (§4.1). A row of sections ends at the first number that is missing; what is behind that, or has no first
 * section, stays as it is.
 */
final class ParameterSections {
    /** Characters that may stand for themselves in an encoded value (RFC 2231 §7, attribute-char), beside letters. */
    private static final String PLAIN = "0123456789!#$&+-.^_`{|}~";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ParameterSections() {}

    /** One section: where it stands among the parameters, and whether its value is encoded. */
    private record Section(int at, boolean encoded) {}

    static List<Parameter> join(List<Parameter> list) {
        Map<String, Map<Integer, Section>> rows = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            note(rows, list.get(i).name(), i);
        }
        if (rows.isEmpty()) {
            return list;
        }
        List<Parameter> joined = new ArrayList<>(list);
        rows.values().forEach(row -> join(joined, row));
        joined.removeIf(parameter -> parameter.name().isEmpty());
        return joined;
    }

    private static void note(Map<String, Map<Integer, Section>> rows, String name, int at) {
        int star = name.indexOf('*');
        if (star <= 0 || star + 1 == name.length()) {
            return;
        }
        boolean encoded = name.endsWith("*");
        String digits = name.substring(star + 1, name.length() - (encoded ? 1 : 0));
        // RFC 2231 §7: no leading zeros.
        if (!digits.matches("0|[1-9][0-9]{0,3}")) {
            return;
        }
        rows.computeIfAbsent(name.substring(0, star).toLowerCase(Locale.ROOT), key -> new TreeMap<>())
                .putIfAbsent(Integer.parseInt(digits), new Section(at, encoded));
    }

    /** Puts the whole value in the place of the first section, and leaves the others without a name. */
    private static void join(List<Parameter> list, Map<Integer, Section> row) {
        List<Section> sections = new ArrayList<>();
        for (Section next = row.get(0); next != null; next = row.get(sections.size())) {
            sections.add(next);
        }
        if (sections.isEmpty()) {
            return;
        }
        boolean encoded = sections.stream().anyMatch(Section::encoded);
        StringBuilder value = new StringBuilder();
        if (encoded && !sections.getFirst().encoded()) {
            // RFC 2231 §4.1: only the first section tells the charset; here it tells none.
            value.append("''");
        }
        String first = list.get(sections.getFirst().at()).name();
        for (Section section : sections) {
            String text = list.get(section.at()).value();
            value.append(encoded && !section.encoded() ? encode(text) : text);
            list.set(section.at(), new Parameter("", ""));
        }
        String name = first.substring(0, first.indexOf('*')) + (encoded ? "*" : "");
        list.set(sections.getFirst().at(), new Parameter(name, value.toString()));
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            char c = (char) (b & 0xff);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (letter || PLAIN.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
