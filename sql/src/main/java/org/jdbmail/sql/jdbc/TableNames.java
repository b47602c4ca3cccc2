package org.jdbmail.sql.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts the names of tables into the text of statements: {@code {messages}} becomes {@code dbmail_messages}, and {@code
 * {+content}}, one of our own tables, {@code jdbmail_content}.
 */
public final class TableNames {
    /** Texts that are not built at run time are few; a statement for a set of UIDs isn't kept here. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    private final String prefix;

    /** @param prefix what the names of DBMail's tables begin with, usually {@code dbmail_} */
    public TableNames(String prefix) {
        this.prefix = prefix;
    }

    /** The statement that a constant text stands for. */
    String known(String text) {
        String statement = known.get(text);
        return statement != null ? statement : known.computeIfAbsent(text, this::in);
    }

    /** The name of a table that the model calls so. */
    String of(String model) {
        return model.startsWith("jdbmail_")
                ? "j" + prefix + model.substring("jdbmail_".length())
                : prefix + model.substring("dbmail_".length());
    }

    /** The statement that a text stands for which isn't a constant. */
    String in(String text) {
        StringBuilder statement = new StringBuilder(text.length() + 64);
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            statement.append(text, from, open);
            boolean own = text.charAt(open + 1) == '+';
            statement.append(own ? "j" : "").append(prefix).append(text, open + (own ? 2 : 1), close);
            from = close + 1;
        }
        return statement.append(text, from, text.length()).toString();
    }
}
