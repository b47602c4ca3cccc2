package org.jdbmail.bench;

/** The accounts that every measurement uses: {@code bench1} to {@code bench100}, and {@code bench101} for the big mailbox. */
final class Accounts {
    /** How many accounts deliveries are spread over. */
    static final int SPREAD = 100;

    /** The account with the big mailbox. */
    static final String BIG = name(SPREAD + 1);

    /** Everybody's password. */
    static final String PASSWORD = "secret";

    private Accounts() {}

    static String name(int number) {
        return "bench" + number;
    }
}
