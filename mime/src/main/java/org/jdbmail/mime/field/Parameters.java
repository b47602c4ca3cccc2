package org.jdbmail.mime.field;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.MimeLimits;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a Content-Type or Content-Disposition, in their order and as they are written: RFC 2231's extended
 * ones keep their names with the asterisk and their encoded values, as IMAP clients expect them, and only values that come
 * in several sections are joined ({@link ParameterSections}). Mime4j isn't asked, since
 * it reads values as UTF-8, which loses other bytes, and takes what follows a quoted value for a part of it.
 *
 * @param list names and values, as strings of bytes (ISO-8859-1)
 */
public record Parameters(List<Parameter> list) {
    static final Parameters NONE = new Parameters(List.of());

    /** One parameter. */
    public record Parameter(String name, String value) {}

    /** Reads what follows the type: parameters, each after a semicolon. What can't be read is passed over. */
    public static Parameters read(FieldReader in) {
        List<Parameter> list = new ArrayList<>(4);
        while (list.size() < MimeLimits.PARAMETERS) {
            while (in.skipSpace().peek() != ';' && in.peek() != FieldReader.END) {
                skipJunk(in);
            }
            if (!in.take(';')) {
                break;
            }
            String name = in.skipSpace().token();
            if (name.isEmpty() || !in.skipSpace().take('=')) {
                continue;
            }
            list.add(new Parameter(name, value(name, in)));
        }
        return list.isEmpty() ? NONE : new Parameters(ParameterSections.join(list));
    }

    private static String value(String name, FieldReader in) {
        boolean isFileName = name.equalsIgnoreCase("filename") || name.equalsIgnoreCase("name");
        if (in.skipSpace().peek() == '"') {
            return in.quoted('"');
        }
        return isFileName ? in.looseName() : in.looseValue();
    }

    private static void skipJunk(FieldReader in) {
        if (in.peek() == '"') {
            in.quoted('"');
        } else {
            in.skip();
        }
    }

    /** The value of the first parameter of that name, whatever its case. */
    public @Nullable String get(String name) {
        for (Parameter parameter : list) {
            if (parameter.name.equalsIgnoreCase(name)) {
                return parameter.value;
            }
        }
        return null;
    }
}
