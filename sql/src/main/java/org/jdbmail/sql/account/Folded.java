package org.jdbmail.sql.account;

import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Dialect;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Comparing names in the forms that the indexes have. */
public final class Folded {
    private static final char ESCAPE = '!';

    private Folded() {}

    /** Column equals value, whatever their case; and maybe more, see {@link Dialect#folded}. */
    static Condition equal(Db db, Field<String> column, String value) {
        return folded(db, column).eq(folded(db, DSL.val(value)));
    }

    /** Column matches a glob of {@code *} and {@code ?}, whatever its case; and maybe more. */
    static Condition glob(Db db, Field<String> column, String glob) {
        return folded(db, column).like(folded(db, DSL.val(pattern(glob))), ESCAPE);
    }

    /** The same in a column of a table of ours, or several behind each other, which compares exactly on every database, and has no index for it. */
    public static Condition globInOurs(Field<String> column, String glob) {
        return DSL.lower(column).like(DSL.lower(DSL.val(pattern(glob))), ESCAPE);
    }

    private static String pattern(String glob) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> pattern.append('%');
                case '?' -> pattern.append('_');
                case '%', '_', ESCAPE -> pattern.append(ESCAPE).append(c);
                default -> pattern.append(c);
            }
        }
        return pattern.toString();
    }

    /** Column is that text to the byte. The first half is for the index. */
    static Condition exactly(Db db, Field<String> column, String value) {
        return column.eq(value).and(exact(db, column).eq(exact(db, DSL.val(value))));
    }

    private static Field<String> folded(Db db, Field<String> text) {
        return DSL.field(db.dialect().folded("{0}"), String.class, text);
    }

    /** A text whose rows are exactly those of another, for grouping by it. */
    static Field<String> exact(Db db, Field<String> text) {
        return DSL.field(db.dialect().exactly("{0}"), String.class, text);
    }
}
