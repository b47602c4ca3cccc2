package org.jdbmail.core.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jdbmail.core.mail.AsciiCase;

/** Reads command lines (RFC 5321 §4.1.1). */
public final class SmtpGrammar {
    /**
     * Longest line that is read, without its end: what the RFCs ask for all extensions together (RFC 5321 §4.5.3.1.4 and
     * the increases of SIZE, DSN, SMTPUTF8 and XCLIENT), and something to spare.
     */
    public static final int MAX_LINE = 4096;

    private SmtpGrammar() {}

    /**
     * Reads one line.
     *
     * @param line the line without its end
     * @param offered the extensions that this peer was told of: commands and parameters of others are unknown
     */
    public static SmtpCommand parse(byte[] line, Set<SmtpExtension> offered) throws SmtpSyntaxException {
        String text = decode(line).stripTrailing();
        int space = text.indexOf(' ');
        String verb = AsciiCase.upper(space < 0 ? text : text.substring(0, space));
        String rest = space < 0 ? "" : text.substring(space + 1).strip();
        return switch (verb) {
            case "HELO" -> hello(SmtpCommand.Greeting.HELO, rest);
            case "EHLO" -> hello(SmtpCommand.Greeting.EHLO, rest);
            case "LHLO" -> hello(SmtpCommand.Greeting.LHLO, rest);
            case "MAIL" -> mail(rest, offered);
            case "RCPT" -> recipient(rest, offered);
            case "DATA" -> bare(new SmtpCommand.Data(), rest);
            case "BDAT" -> chunk(rest, offered);
            case "RSET" -> bare(new SmtpCommand.Reset(), rest);
            case "NOOP" -> new SmtpCommand.Noop();
            case "QUIT" -> bare(new SmtpCommand.Quit(), rest);
            case "VRFY" -> new SmtpCommand.Verify(needed(rest));
            case "EXPN" -> new SmtpCommand.Expand(rest);
            case "HELP" -> new SmtpCommand.Help(rest);
            case "STARTTLS" -> {
                offered(SmtpExtension.STARTTLS, offered);
                yield bare(new SmtpCommand.StartTls(), rest);
            }
            case "AUTH" -> {
                offered(SmtpExtension.AUTH, offered);
                yield login(rest);
            }
            case "XCLIENT" -> {
                // Postfix's XCLIENT_README: 550 is for those who may not.
                if (!offered.contains(SmtpExtension.XCLIENT)) {
                    throw new SmtpSyntaxException(550, "5.7.1", "XCLIENT is not for you");
                }
                yield new SmtpCommand.Xclient(XclientAttributes.parse(rest, "XCLIENT", XclientAttributes.XCLIENT));
            }
            case "XFORWARD" -> {
                if (!offered.contains(SmtpExtension.XFORWARD)) {
                    throw new SmtpSyntaxException(550, "5.7.1", "XFORWARD is not for you");
                }
                yield new SmtpCommand.Xforward(XclientAttributes.parse(rest, "XFORWARD", XclientAttributes.XFORWARD));
            }
            default -> throw unknown();
        };
    }

    private static String decode(byte[] line) throws SmtpSyntaxException {
        for (byte octet : line) {
            if (octet >= 0 && octet < ' ' && octet != '\t' || octet == 0x7f) {
                throw new SmtpSyntaxException(500, "5.5.2", "control character in a command");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SmtpSyntaxException(500, "5.5.2", "command is not UTF-8");
        }
    }

    // RFC 5321 §4.1.1.1: a domain or an address literal. Real clients send all sorts of words; one word it must be.
    private static SmtpCommand hello(SmtpCommand.Greeting greeting, String domain) throws SmtpSyntaxException {
        if (domain.isEmpty() || domain.length() > 255 || domain.indexOf(' ') >= 0 || domain.indexOf('\t') >= 0) {
            throw new SmtpSyntaxException(501, "5.5.4", greeting + " needs your name");
        }
        return new SmtpCommand.Hello(greeting, domain);
    }

    private static SmtpCommand mail(String rest, Set<SmtpExtension> offered) throws SmtpSyntaxException {
        PathGrammar.Path path = path("FROM:", rest, "5.1.7");
        MailParameters parameters = MailParameters.parse(parameters(rest, path.end()), offered);
        // RFC 6531 §3.5: an address beyond ASCII needs SMTPUTF8.
        if (!path.address().isAscii() && !parameters.utf8()) {
            throw new SmtpSyntaxException(553, "5.6.7", "this address needs the parameter SMTPUTF8");
        }
        return new SmtpCommand.Mail(path.address(), parameters);
    }

    private static SmtpCommand recipient(String rest, Set<SmtpExtension> offered) throws SmtpSyntaxException {
        PathGrammar.Path path = path("TO:", rest, "5.1.3");
        if (path.address().isNull()) {
            throw new SmtpSyntaxException(501, "5.1.3", "a recipient cannot be empty");
        }
        return new SmtpCommand.Recipient(
                path.address(), RecipientParameters.parse(parameters(rest, path.end()), offered));
    }

    // RFC 5321 §3.3: no space may stand before or after the colon; after it we allow some, as many servers do.
    private static PathGrammar.Path path(String prefix, String rest, String status) throws SmtpSyntaxException {
        if (!rest.regionMatches(true, 0, prefix, 0, prefix.length())) {
            throw new SmtpSyntaxException(501, "5.5.4", prefix + "<address> expected");
        }
        int from = prefix.length();
        while (from < rest.length() && rest.charAt(from) == ' ') {
            from++;
        }
        return PathGrammar.read(rest, from, status);
    }

    private static String parameters(String rest, int end) throws SmtpSyntaxException {
        if (end < rest.length() && rest.charAt(end) != ' ') {
            throw Parameters.bad("a space must stand between address and parameters");
        }
        return rest.substring(end).strip();
    }

    private static SmtpCommand chunk(String rest, Set<SmtpExtension> offered) throws SmtpSyntaxException {
        offered(SmtpExtension.CHUNKING, offered);
        int space = rest.indexOf(' ');
        long size = Parameters.number(space < 0 ? rest : rest.substring(0, space));
        String mark = space < 0 ? "" : rest.substring(space + 1).strip();
        if (!mark.isEmpty() && !AsciiCase.same(mark, "LAST")) {
            throw Parameters.bad("BDAT takes a size, and LAST or nothing");
        }
        return new SmtpCommand.Chunk(size, !mark.isEmpty());
    }

    // RFC 4954 §4
    private static SmtpCommand login(String rest) throws SmtpSyntaxException {
        String[] words = rest.split(" +");
        if (rest.isEmpty() || words.length > 2) {
            throw new SmtpSyntaxException(501, "5.5.4", "AUTH takes a mechanism and perhaps a response");
        }
        return new SmtpCommand.Auth(AsciiCase.upper(words[0]), words.length == 2 ? words[1] : null);
    }

    private static SmtpCommand bare(SmtpCommand command, String rest) throws SmtpSyntaxException {
        if (!rest.isEmpty()) {
            throw new SmtpSyntaxException(501, "5.5.4", "this command takes no parameters");
        }
        return command;
    }

    private static String needed(String rest) throws SmtpSyntaxException {
        if (rest.isEmpty()) {
            throw new SmtpSyntaxException(501, "5.5.4", "whom?");
        }
        return rest;
    }

    private static void offered(SmtpExtension needed, Set<SmtpExtension> offered) throws SmtpSyntaxException {
        if (!offered.contains(needed)) {
            throw unknown();
        }
    }

    // RFC 5321 §4.2.4
    private static SmtpSyntaxException unknown() {
        return new SmtpSyntaxException(500, "5.5.1", "command not known");
    }
}
