package org.jdbmail.core.reception;

import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;

/**
 * What an {@link Inspector} says of one connection, in the order of SMTP: the connection, its greeting, and for each message its sender, its
 * recipients and its content. Used by the thread of that connection alone, which it may hold up, with no connection to the database held
 * meanwhile. Each method ends within a time of its own; one that throws means that the client is told to come again (451).
 *
 * <p>A message ends with {@link #message} or with {@link #reset}; {@link #sender} begins one, and is called once for each.
 */
public interface Inspection extends AutoCloseable {
    /** One that has nothing to say. */
    Inspection SILENT = new Inspection() {};

    /** The client has connected, and hears a greeting next. A refusal ends the connection. */
    default Ruling connected(Caller caller) {
        return Ruling.GO_ON;
    }

    /** The client has said who it is ({@link Caller#helo}), for the first time or, as after STARTTLS, again. */
    default Ruling greeted(Caller caller) {
        return Ruling.GO_ON;
    }

    /**
     * A message begins.
     *
     * @param caller with who has logged in meanwhile
     * @param id our name for the transaction, which is also told in Received
     * @param sender where reports of failure go; the null address for none
     */
    default Ruling sender(Caller caller, String id, EnvelopeAddress sender, MailParameters parameters) {
        return Ruling.GO_ON;
    }

    /** A recipient that can be taken, as the client has named it. A refusal is of this recipient alone. */
    default Ruling recipient(Caller caller, EnvelopeAddress recipient, RecipientParameters parameters) {
        return Ruling.GO_ON;
    }

    /** The message has come whole, and nothing of it is committed. */
    default Judgement message(Arriving arriving) {
        return Judgement.as(arriving);
    }

    /** The message is given up before it has come whole, or was refused otherwise. Also called where none is under way. */
    default void reset() {}

    /** The connection is over. */
    @Override
    default void close() {}
}
