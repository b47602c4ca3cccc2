package org.jdbmail.sql.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.table.Template;

/**
 * A query of Postfix's with parameters in place of what Postfix puts into its text: {@code '%s'}, {@code '%u@%d'} or a bare {@code %s}. A key, which anybody may have
 * written, is never a part of the statement.
 *
 * @param sql with question marks
 * @param parameters what stands for each of them
 */
record TableQuery(String sql, List<Template> parameters) {
    /**
     * Makes one.
     *
     * @throws IllegalArgumentException with words for the administrator
     */
    static TableQuery of(Template query) {
        Reader reader = new Reader();
        for (Template.Piece piece : query.pieces()) {
            switch (piece) {
                case Template.Literal(String text) -> reader.text(text);
                case Template.Place place -> reader.place(place);
            }
        }
        return reader.end();
    }

    private static final class Reader {
        private final StringBuilder sql = new StringBuilder();
        private final List<Template> parameters = new ArrayList<>();
        private final List<Template.Piece> quoted = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private boolean isQuoted;
        private char otherQuote;

        void text(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean isDouble = isQuoted && c == '\'' && i + 1 < text.length() && text.charAt(i + 1) == '\'';
                if (isDouble) {
                    literal.append('\'');
                    i++;
                } else if (c == '\'' && otherQuote == 0) {
                    quote();
                } else if (isQuoted) {
                    literal.append(c);
                } else {
                    plain(c);
                }
            }
        }

        private void plain(char c) {
            if (otherQuote != 0) {
                otherQuote = c == otherQuote ? 0 : otherQuote;
            } else if (c == '"' || c == '`') {
                otherQuote = c;
            } else if (c == '?') {
                throw new IllegalArgumentException("a question mark in the query");
            }
            sql.append(c);
        }

        private void quote() {
            if (isQuoted) {
                endLiteral();
                boolean isParameter = quoted.stream().anyMatch(Template.Place.class::isInstance);
                if (isParameter) {
                    parameters.add(new Template(quoted));
                    sql.append('?');
                } else {
                    sql.append('\'');
                    quoted.forEach(piece -> {
                        if (piece instanceof Template.Literal(String text)) {
                            sql.append(text.replace("'", "''"));
                        }
                    });
                    sql.append('\'');
                }
                quoted.clear();
            }
            isQuoted = !isQuoted;
        }

        private void endLiteral() {
            if (!literal.isEmpty()) {
                quoted.add(new Template.Literal(literal.toString()));
                literal.setLength(0);
            }
        }

        void place(Template.Place place) {
            if (otherQuote != 0) {
                throw new IllegalArgumentException("a part of the key as the name of something");
            }
            if (isQuoted) {
                endLiteral();
                quoted.add(place);
            } else {
                parameters.add(new Template(List.of(place)));
                sql.append('?');
            }
        }

        TableQuery end() {
            if (isQuoted || otherQuote != 0) {
                throw new IllegalArgumentException("a quote without its end in the query");
            }
            return new TableQuery(sql.toString(), List.copyOf(parameters));
        }
    }

    /** The values of the parameters for a key; empty where it does not have a part that is asked for. */
    Optional<List<String>> values(String key) {
        List<String> values = new ArrayList<>();
        for (Template each : parameters) {
            Optional<String> value = each.filled(key, key);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }
}
