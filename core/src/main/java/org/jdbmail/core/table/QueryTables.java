package org.jdbmail.core.table;

/** Opens tables that are in databases. */
@FunctionalInterface
public interface QueryTables {
    /**
     * A table of a database, which is connected to when it is first asked.
     *
     * @param kind what database it is
     * @param file what its file says
     */
    LookupTable open(TableName.Kind kind, QueryFile file);

    /** Where there are none: every look-up is put off. */
    static QueryTables none() {
        return (kind, file) -> {
            throw new IllegalArgumentException("tables in databases can't be used here");
        };
    }
}
