package org.jdbmail.imapd;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.watch.Tracer;
import org.jdbmail.imapd.command.Commands;
import org.jdbmail.imapd.proto.CommandParser;
import org.jdbmail.imapd.proto.CommandType;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.ImapCommand;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ParsedCommand;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.imapd.proto.ResponseWriter.Outcome;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.Trait;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.proto.Untagged.Kind;
import org.jdbmail.imapd.session.Notices;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one session: greeting; then command after command, each followed by what is new in the mailbox and by its
 * tagged response; then the farewell. Replies to pipelined commands travel together: they are sent when the next read
 * would have to wait.
 */
final class ImapSession {
    private static final Logger LOG = LoggerFactory.getLogger(ImapSession.class);

    /** How long a client may be silent before it is logged in. */
    private static final Duration LOGIN_SILENCE = Duration.ofMinutes(1);

    private final Session session;
    private final ResponseWriter out;
    private final CommandParser parser;

    ImapSession(Session session) {
        this.session = session;
        this.out = session.out();
        this.parser = new CommandParser(session.shared().options().limits());
    }

    void run() throws IOException {
        session.connection().setTimeout(LOGIN_SILENCE);
        session.connection().setDeadline(session.shared().options().patience().login());
        try {
            greet();
            while (!session.isOver()) {
                out.release();
                if (session.news().notices() != null && !awaitCommand()) {
                    break;
                }
                answer(parser.parse(session.in(), session.state(), session.enabled()));
            }
        } catch (WireException.Timeout e) {
            bye(ResponseCode.Plain.UNAVAILABLE, "Logged out for inactivity");
        } catch (WireException.Stopping e) {
            bye(ResponseCode.Plain.UNAVAILABLE, "The server is shutting down");
        } catch (WireException.PipelinedPlaintext e) {
            bye(ResponseCode.Plain.CLIENTBUG, "There was something behind a command whose answer must be waited for");
        } catch (WireException.LineTooLong e) {
            bye(ResponseCode.Plain.TOOBIG, "A line is far too long");
        }
        out.release();
    }

    /**
     * Waits for the next command, and tells meanwhile what the client wants to hear at any time (RFC 5465 §3.1).
     *
     * @return false if it has kept silent for too long
     */
    private boolean awaitCommand() throws IOException {
        long until = System.nanoTime()
                + session.shared().options().patience().silence().toNanos();
        while (true) {
            try {
                session.news().speak();
            } catch (Refusal refusal) {
                LOG.warn("{}: what is new can't be told now: {}", session.connection(), refusal.text());
            }
            if (session.isOver()) {
                return false;
            }
            out.release();
            Notices notices = session.news().notices();
            Duration left = Duration.ofNanos(until - System.nanoTime());
            Duration patience = notices == null || notices.patience().compareTo(left) > 0 ? left : notices.patience();
            if (left.isNegative()) {
                bye(ResponseCode.Plain.UNAVAILABLE, "Logged out for inactivity");
                return false;
            }
            switch (session.connection().in().await(patience)) {
                // What ends the connection is met by reading.
                case READABLE, EOF, SHUTDOWN -> {
                    return true;
                }
                case WOKEN, TIMEOUT -> {}
            }
        }
    }

    private void greet() throws IOException {
        out.untagged(new Untagged.Message(
                Kind.OK,
                new ResponseCode.Capability(session.capabilities()),
                session.shared().options().names().banner()));
    }

    private void bye(ResponseCode code, String text) throws IOException {
        out.untagged(new Untagged.Message(Kind.BYE, code, text));
        session.end();
    }

    private void answer(ParsedCommand parsed) throws IOException {
        switch (parsed) {
            case ParsedCommand.Good good -> {
                // IDLE lasts as long as its client likes, which tells nothing.
                Tracer tracer = good.type() == CommandType.IDLE
                        ? Tracer.NONE
                        : session.shared().tracer();
                tracer.in("imap " + good.type(), Map.of(), () -> {
                    reply(good);
                    return true;
                });
            }
            case ParsedCommand.Bad bad -> {
                session.failed();
                refuse(bad);
                if (bad.fatal()) {
                    bye(ResponseCode.Plain.CLIENTBUG, "I can't tell where the next command begins");
                }
            }
        }
        if (session.isHopeless() && !session.isOver()) {
            bye(ResponseCode.Plain.CLIENTBUG, "Too many errors");
        }
    }

    private void count(Reply reply) {
        boolean loggedIn = session.state() != State.NOT_AUTHENTICATED;
        if (reply.outcome() == Outcome.BAD || reply.outcome() == Outcome.NO && !loggedIn) {
            session.failed();
        } else if (loggedIn) {
            session.succeeded();
        }
    }

    private void refuse(ParsedCommand.Bad bad) throws IOException {
        String tag = bad.tag();
        if (tag == null) {
            out.untagged(new Untagged.Message(Kind.BAD, bad.code(), bad.text()));
        } else {
            boolean isBad = bad.code() == null
                    || bad.code() == ResponseCode.Plain.UIDREQUIRED
                    || bad.code() == ResponseCode.Plain.CLIENTBUG
                    || bad.code() instanceof ResponseCode.BadCharset;
            out.tagged(tag, isBad ? Outcome.BAD : Outcome.NO, bad.code(), bad.text());
        }
    }

    /** Carries a command out and tells what is new; null if it has been answered. */
    private void reply(ParsedCommand.Good good) throws IOException {
        Reply reply = carryOut(good);
        if (reply != null) {
            count(reply);
            out.tagged(good.tag(), reply.outcome(), reply.code(), reply.text());
        }
    }

    private @Nullable Reply carryOut(ParsedCommand.Good good) throws IOException {
        Reply reply;
        try {
            try (ImapCommand command = good.command()) {
                if (good.type().isOfSelection()
                        && !session.renewRights(good.type().has(Trait.CHANGES))) {
                    throw new Refusal(Reason.NO_PERMISSION, "You may not read this mailbox any more");
                }
                session.at(good.tag());
                reply = Commands.run(session, good.tag(), command);
            } finally {
                session.at("");
            }
        } catch (Refusal refusal) {
            reply = Reply.of(refusal);
        } catch (ImapSyntaxException e) {
            String text = e.getMessage();
            reply = Reply.bad(text == null ? "Syntax error" : text);
        }
        if (session.state() == State.SELECTED && !good.type().has(Trait.ENDS_SELECTION)) {
            announce(good.type());
            return withModseq(good.type(), reply);
        }
        return reply;
    }

    /** RFC 7162 §3.2.7: whoever keeps its mailbox in step learns up to where it is told now. */
    private @Nullable Reply withModseq(CommandType type, @Nullable Reply reply) {
        if (reply == null
                || reply.outcome() != Outcome.OK
                || reply.code() != null
                || !type.has(Trait.TELLS_MODSEQ)
                || !session.isOn(Extension.QRESYNC)) {
            return reply;
        }
        return Reply.ok(Targets.highestModseq(session.selected().view().told()), reply.text());
    }

    private void announce(CommandType type) throws IOException {
        try {
            if (type.has(Trait.LOOKS_AFRESH)) {
                session.selected().view().index().refresh();
            }
            session.news()
                    .announce(type.has(Trait.MAY_ANNOUNCE_EXPUNGE), type.has(Trait.BY_UID), type.has(Trait.CHANGES));
        } catch (Refusal refusal) {
            // What the command did stands; what is new is told with a later one.
            LOG.warn("{}: what is new can't be told now: {}", session.connection(), refusal.text());
        }
    }
}
