package org.jdbmail.sql.foreign;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.AsciiCase;

/**
 * A statement with {@code :name}, {@code :local} and {@code :domain} in it, which become parameters: what somebody claims to be called
 * is never a part of the statement.
 *
 * @param sql with question marks
 * @param parameters what stands for each of them
 */
record NamedStatement(String sql, List<Parameter> parameters) {
    /** What can be asked for. */
    enum Parameter {
        NAME,
        LOCAL,
        DOMAIN;

        /** The value for a name, in lower case. */
        String of(String name) {
            int at = name.lastIndexOf('@');
            return switch (this) {
                case NAME -> name;
                case LOCAL -> at < 0 ? name : name.substring(0, at);
                case DOMAIN -> at < 0 ? "" : name.substring(at + 1);
            };
        }
    }

    /**
     * Reads a statement.
     *
     * @throws IllegalArgumentException with words for the administrator
     */
    static NamedStatement parse(String text) {
        StringBuilder sql = new StringBuilder();
        List<Parameter> parameters = new ArrayList<>();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isCast = c == ':' && (i > 0 && text.charAt(i - 1) == ':' || text.startsWith("::", i));
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == '?') {
                throw new IllegalArgumentException("write :name, :local or :domain and not a question mark");
            } else if (c == ':' && !isCast) {
                int end = i + 1;
                while (end < text.length() && Character.isLetter(text.charAt(end))) {
                    end++;
                }
                parameters.add(parameter(text.substring(i + 1, end)));
                sql.append('?');
                i = end - 1;
                continue;
            }
            sql.append(c);
        }
        return new NamedStatement(sql.toString(), List.copyOf(parameters));
    }

    private static Parameter parameter(String word) {
        for (Parameter parameter : Parameter.values()) {
            if (AsciiCase.same(parameter.name(), word)) {
                return parameter;
            }
        }
        throw new IllegalArgumentException("there is no :" + word + ", but :name, :local and :domain");
    }
}
