package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads commands (RFC 3501 §9, command). */
public final class CommandParser {
    private final GrammarLimits limits;

    public CommandParser(GrammarLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads one command whole, with all its literals, also where it turns out to be wrong.
     *
     * @param state decides which commands are legal
     * @param enabled what the client has switched on
     */
    public ParsedCommand parse(CommandReader reader, State state, Set<Extension> enabled) throws IOException {
        String tag = null;
        // Nothing that a stranger says is long.
        GrammarLimits bounds = state == State.NOT_AUTHENTICATED ? limits.beforeLogin() : limits;
        Tokenizer in = Tokenizer.of(reader, bounds, enabled);
        try {
            tag = in.tag();
            if (in.passesOverId()) {
                return new ParsedCommand.Good(tag, CommandType.ID, new Id(Map.of()));
            }
            in.checkLine();
            in.space();
            CommandType type = type(in, state);
            return new ParsedCommand.Good(tag, type, arguments(type, in));
        } catch (ImapSyntaxException e) {
            return bad(tag, e, in);
        }
    }

    private static CommandType type(Tokenizer in, State state) throws ImapSyntaxException {
        String name = in.word();
        if (name.equals("UID")) {
            in.space();
            name = "UID " + in.word();
        }
        CommandType type = CommandType.named(name);
        if (type == null) {
            throw new ImapSyntaxException("Unknown command");
        }
        if (!type.isLegalIn(state)) {
            throw new ImapSyntaxException(
                    switch (state) {
                        case NOT_AUTHENTICATED -> "Log in first";
                        case AUTHENTICATED ->
                            type.isLegalIn(State.SELECTED) ? "Select a mailbox first" : "You are logged in already";
                        case SELECTED -> "You are logged in already";
                    });
        }
        if (type.has(Trait.BY_SEQUENCE) && in.isOn(Extension.UIDONLY)) {
            throw new ImapSyntaxException("There are no sequence numbers here", ResponseCode.Plain.UIDREQUIRED);
        }
        return type;
    }

    private static ImapCommand arguments(CommandType type, Tokenizer in) throws IOException, ImapSyntaxException {
        ImapCommand command = type.grammar().parse(in);
        boolean whole = false;
        try {
            in.end();
            whole = true;
            return command;
        } finally {
            if (!whole) {
                command.close();
            }
        }
    }

    private static ParsedCommand bad(@Nullable String tag, ImapSyntaxException e, Tokenizer in) throws IOException {
        String text = e.getMessage();
        boolean fatal = e.isFatal();
        if (!fatal) {
            try {
                in.drain();
            } catch (ImapSyntaxException worse) {
                fatal = true;
            }
        }
        return new ParsedCommand.Bad(tag, text == null ? "Syntax error" : text, e.code(), fatal);
    }
}
