package org.jdbmail.sql.account;

import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Dialect;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Comparing without regard to case, in the form that the indexes have. */
final class Folded {
    private static final char ESCAPE = '!';

    private Folded() {}

    /** Column equals value, whatever their case. */
    static Condition equal(Db db, Field<String> column, String value) {
        return folded(db, column).eq(db.dialect().fold(value));
    }

    /** Column matches a glob of {@code *} and {@code ?}, whatever its case. */
    static Condition glob(Db db, Field<String> column, String glob) {
        StringBuilder pattern = new StringBuilder();
        for (char c : db.dialect().fold(glob).toCharArray()) {
            switch (c) {
                case '*' -> pattern.append('%');
                case '?' -> pattern.append('_');
                case '%', '_', ESCAPE -> pattern.append(ESCAPE).append(c);
                default -> pattern.append(c);
            }
        }
        return folded(db, column).like(pattern.toString(), ESCAPE);
    }

    private static Field<String> folded(Db db, Field<String> column) {
        return db.dialect() == Dialect.MYSQL ? column : DSL.lower(column);
    }
}
