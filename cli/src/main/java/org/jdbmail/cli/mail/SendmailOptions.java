package org.jdbmail.cli.mail;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line of {@code sendmail}, as the programs that call it write it. Options that only other mail systems understand are passed over,
 * as Postfix does.
 *
 * @param mode what is to be done
 * @param fromHeader whether the recipients stand in the message ({@code -t})
 * @param dotIsData whether a line with a dot alone is a part of the message ({@code -i}, {@code -oi})
 * @param sender who sends; empty for who runs the program
 * @param name the sender's full name; empty for none
 * @param reports when the sender wants a report, as NOTIFY has it; empty for as usual
 * @param recipients those that were named
 */
record SendmailOptions(
        Mode mode,
        boolean fromHeader,
        boolean dotIsData,
        String sender,
        String name,
        String reports,
        List<String> recipients) {
    /** What is to be done. */
    enum Mode {
        /** Send the message on standard input ({@code -bm}). */
        SEND,
        /** Show the queue ({@code -bp}). */
        QUEUE,
        /** Make the table of aliases anew ({@code -bi}). */
        ALIASES,
        /** Speak SMTP on standard input and output ({@code -bs}). */
        SMTP
    }

    /** Letters whose value stands behind them, attached or apart, and does not matter here. */
    private static final String WITH_VALUE = "BCdhLNoOpqRVX";

    /** Reads a command line; what is wrong is a message for people. */
    static SendmailOptions parse(List<String> arguments) {
        Mode mode = Mode.SEND;
        boolean fromHeader = false;
        boolean dotIsData = false;
        String sender = "";
        String name = "";
        String reports = "";
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("--")) {
                recipients.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (!word.startsWith("-") || word.length() < 2) {
                recipients.add(word);
                continue;
            }
            char letter = word.charAt(1);
            String attached = word.substring(2);
            boolean isApart = attached.isEmpty() && i + 1 < arguments.size();
            switch (letter) {
                case 't' -> fromHeader = true;
                case 'i' -> dotIsData = true;
                case 'o' -> dotIsData |= attached.equals("i");
                case 'f', 'r' -> sender = isApart ? arguments.get(++i) : attached;
                case 'F' -> name = isApart ? arguments.get(++i) : attached;
                case 'N' -> reports = isApart ? arguments.get(++i) : attached;
                case 'b' -> mode = mode(attached);
                default -> i += WITH_VALUE.indexOf(letter) >= 0 && isApart ? 1 : 0;
            }
        }
        return new SendmailOptions(mode, fromHeader, dotIsData, sender, name, reports, List.copyOf(recipients));
    }

    private static Mode mode(String word) {
        return switch (word) {
            case "m" -> Mode.SEND;
            case "p" -> Mode.QUEUE;
            case "i" -> Mode.ALIASES;
            case "s" -> Mode.SMTP;
            default ->
                throw new IllegalArgumentException("-b" + word + " is not done by this program"
                        + (word.equals("d") ? ": the server is started by jdbmail serve" : ""));
        };
    }
}
