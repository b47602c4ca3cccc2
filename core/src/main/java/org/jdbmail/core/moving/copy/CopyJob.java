package org.jdbmail.core.moving.copy;

import org.jdbmail.core.imapclient.RemoteImap;

/**
 * One account that is copied.
 *
 * @param from who it is there
 * @param to who it is here
 */
public record CopyJob(End from, End to) {
    /**
     * An account on a server.
     *
     * @param master who logs in for it with its own password; empty for the account itself
     */
    public record End(RemoteImap server, String login, String master, String password) {
        @Override
        public String toString() {
            return login + " on " + server;
        }
    }

    /**
     * What is to be done.
     *
     * @param isTrial only count
     * @param withRights access control lists, too
     * @param withFlags also bring flags up to date of messages that are there already
     * @param withVirtual also mailboxes that show messages of others, as Gmail's All Mail
     * @param connections mailboxes that are copied at the same time, each over connections of its own
     */
    public record Wish(boolean isTrial, boolean withRights, boolean withFlags, boolean withVirtual, int connections) {}

    /**
     * What became of it.
     *
     * @param copied messages that were not there; in a trial those that would be copied
     * @param present those that were there
     * @param flagged those whose flags were brought up to date
     * @param failed messages and mailboxes that could not be copied
     */
    public record Outcome(long mailboxes, long copied, long present, long flagged, long failed) {
        /** Nothing yet. */
        public static final Outcome NOTHING = new Outcome(0, 0, 0, 0, 0);

        /** Both together. */
        public Outcome plus(Outcome other) {
            return new Outcome(
                    mailboxes + other.mailboxes,
                    copied + other.copied,
                    present + other.present,
                    flagged + other.flagged,
                    failed + other.failed);
        }
    }
}
