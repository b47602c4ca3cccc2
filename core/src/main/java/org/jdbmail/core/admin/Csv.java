package org.jdbmail.core.admin;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values (RFC 4180): values in quotes may hold commas, line ends and doubled quotes. */
public final class Csv {
    /** What is no such file; the message says where. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        public Malformed(int record, String why) {
            super("record " + record + ": " + why);
        }
    }

    private Csv() {}

    /** The records, without those that are empty lines. */
    public static List<List<String>> read(String text) throws Malformed {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        int at = 0;
        boolean isOpen = false;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (isOpen) {
                boolean isDoubled = c == '"' && at < text.length() && text.charAt(at) == '"';
                if (c == '"' && !isDoubled) {
                    isOpen = false;
                } else {
                    value.append(c);
                    at += isDoubled ? 1 : 0;
                }
            } else if (c == '"') {
                if (!value.isEmpty()) {
                    throw new Malformed(records.size() + 1, "a quote within a value that does not begin with one");
                }
                isOpen = true;
            } else if (c == ',') {
                record.add(value.toString());
                value.setLength(0);
            } else if (c == '\n') {
                end(records, record, value);
                record = new ArrayList<>();
            } else if (c != '\r' && c != '\ufeff') {
                value.append(c);
            }
        }
        if (isOpen) {
            throw new Malformed(records.size() + 1, "the file ends within quotes");
        }
        end(records, record, value);
        return records;
    }

    private static void end(List<List<String>> records, List<String> record, StringBuilder value) {
        boolean isEmpty = record.isEmpty() && value.isEmpty();
        if (!isEmpty) {
            record.add(value.toString());
            records.add(record);
        }
        value.setLength(0);
    }
}
