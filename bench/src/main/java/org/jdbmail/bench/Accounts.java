package org.jdbmail.bench;

/** The accounts that every measurement uses: {@code bench1} to {@code bench100}, and {@code bench101} for the big mailbox. */
final class Accounts {
    /** How many accounts deliveries are spread over. */
    static final int SPREAD = 100;

    /** The account with the big mailbox. */
    static final String BIG = name(SPREAD + 1);

    /** Everybody's password. */
    static final String PASSWORD = "secret";

    /** Accounts whose password is stored as {@link #SLOW_HASH}: {@code slow1} and so on. */
    static final int SLOW = 400;

    /** {@link #PASSWORD} by SHA512-CRYPT with its usual 5,000 rounds. */
    static final String SLOW_HASH =
            "$6$saltsalt$" + "TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1";

    private Accounts() {}

    static String name(int number) {
        return "bench" + number;
    }

    static String slow(int number) {
        return "slow" + number;
    }
}
