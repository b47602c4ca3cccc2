package org.jdbmail.cli.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.RecipientParameters.Notify;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.Patience;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.smtp.client.SmtpClient;
import org.jdbmail.core.smtp.client.SmtpMail;
import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.structure.HeaderField;
import picocli.CommandLine;

/**
 * {@code sendmail}, {@code mailq} and {@code newaliases}: what programs on the machine call to send mail. It speaks SMTP to the server on this
 * machine, since whoever may send mail may not read its settings. Where the server does not take the message it ends with an error and,
 * where a person runs it, keeps the message in {@code dead.letter}.
 */
public final class SendmailProgram {
    /** Where the server is, as {@code host:port}, where that can't be read from the settings. */
    static final String VARIABLE = "SENDMAIL_HOST";

    private static final int EX_USAGE = 64;
    private static final int EX_NOUSER = 67;
    private static final int EX_TEMPFAIL = 75;
    private static final int MOST_OCTETS = 1 << 30;

    private final PrintWriter out;
    private final PrintWriter err;
    /** sendmail has no word for it: its {@code -h} is something else. */
    private static final String HELP = "--help";

    private static final String TEXT = """
            usage: sendmail [OPTION ...] [ADDRESS ...]
                   mailq
                   newaliases

            Hands the message on standard input to the mail server of this machine, as programs expect of a "sendmail".

              -t           the recipients are those of To, Cc and Bcc, which goes no further
              -i, -oi      a line with a dot alone does not end the message
              -f ADDRESS   the sender; "<>" for none
              -F NAME      the sender's full name
              -N WORDS     when the sender wants a report: never, or of success, failure, delay
              -bm          sends, as without it
              -bp          shows what waits to be sent, as mailq does
              -bi          does nothing, as newaliases: tables are read again when they change
              -bs          speaks SMTP on standard input and output

            What else sendmail knows is passed over. The server is found by the settings, or where these may not be read at 127.0.0.1:25, or where the
            environment variable SENDMAIL_HOST says. Mail that it does not take ends in dead.letter, and a status of sysexits.h.
            """;

    private final Opening opening;
    private final InputStream in;

    SendmailProgram(PrintWriter out, PrintWriter err, Opening opening, InputStream in) {
        this.out = out;
        this.err = err;
        this.opening = opening;
        this.in = in;
    }

    /** {@code sendmail}. */
    public static int sendmail(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments)
            throws Failure {
        return new SendmailProgram(out, err, opening, System.in).run(arguments);
    }

    /** {@code mailq}. */
    public static int mailq(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments) throws Failure {
        return new SendmailProgram(out, err, opening, System.in)
                .run(arguments.contains(HELP) ? arguments : List.of("-bp"));
    }

    /** {@code newaliases}. */
    public static int newaliases(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments)
            throws Failure {
        return new SendmailProgram(out, err, opening, System.in)
                .run(arguments.contains(HELP) ? arguments : List.of("-bi"));
    }

    private int list() {
        CommandLine queue =
                new CommandLine(new QueueCommand(opening)).setOut(out).setErr(err);
        Complaints.hear(queue);
        return queue.execute("list");
    }

    int run(List<String> arguments) throws Failure {
        if (arguments.contains(HELP)) {
            out.print(TEXT);
            return 0;
        }
        SendmailOptions options;
        try {
            options = SendmailOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println("sendmail: " + e.getMessage());
            return EX_USAGE;
        }
        return switch (options.mode()) {
            case SEND -> send(options);
            case QUEUE -> list();
            case ALIASES -> 0; // tables are read as text, whenever they change
            case SMTP -> talk();
        };
    }

    private int send(SendmailOptions options) {
        byte[] message;
        try {
            message = read(options.dotIsData());
        } catch (IOException e) {
            err.println("sendmail: the message can't be read: " + e.getMessage());
            return EX_TEMPFAIL;
        }
        List<EnvelopeAddress> recipients = new ArrayList<>();
        options.recipients().stream().map(SendmailProgram::address).forEach(recipients::add);
        if (options.fromHeader()) {
            recipients.addAll(recipients(message));
            message = withoutBcc(message);
        }
        if (recipients.isEmpty()) {
            err.println("sendmail: recipients must be named, or stand in the message with -t");
            return EX_USAGE;
        }
        EnvelopeAddress sender = options.sender().equals("<>")
                ? EnvelopeAddress.NULL
                : options.sender().isEmpty() ? ourselves() : address(options.sender());
        byte[] whole = withFrom(message, sender, options.name());
        return send(sender, recipients, reports(options.reports()), whole);
    }

    private int send(
            EnvelopeAddress sender, List<EnvelopeAddress> recipients, RecipientParameters wishes, byte[] message) {
        SmtpMail mail = new SmtpMail(
                sender,
                parameters(message),
                null,
                recipients.stream()
                        .distinct()
                        .map(each -> new SmtpMail.Recipient(each, wishes))
                        .toList(),
                new MailContent("", MessageBytes.of(message), 0));
        List<SendResult> results;
        try (SmtpClient client = new SmtpClient(server(), hostname(), Patience.USUAL, InstantSource.system())) {
            results = client.send(mail);
        }
        int status = 0;
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof SendResult.Failed failed) {
                err.println("sendmail: " + mail.recipients().get(i).address() + ": " + failed.reply());
                status = Math.max(status, failed.isFinal() ? EX_NOUSER : EX_TEMPFAIL);
            }
        }
        if (status != 0) {
            keep(message);
        }
        return status;
    }

    private static MailParameters parameters(byte[] message) {
        boolean isEight = false;
        for (byte octet : message) {
            isEight |= octet < 0;
        }
        return new MailParameters(
                -1,
                isEight ? MailParameters.Body.EIGHT_BIT_MIME : MailParameters.Body.SEVEN_BIT,
                isEight,
                MailParameters.Returned.UNSPECIFIED,
                "",
                null,
                "");
    }

    private static RecipientParameters reports(String words) {
        if (words.isEmpty()) {
            return RecipientParameters.NONE;
        }
        Set<Notify> wanted = new java.util.HashSet<>();
        for (String word : words.split(",")) {
            for (Notify each : Notify.values()) {
                if (each.name().equalsIgnoreCase(word.strip())) {
                    wanted.add(each);
                }
            }
        }
        return new RecipientParameters(wanted, true, "", "");
    }

    /** The message in lines that end in CRLF; without {@code -i} a line with a dot alone ends it. */
    private byte[] read(boolean dotIsData) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); ; octet = in.read()) {
            boolean isEnd = octet < 0;
            if (octet == '\n' || isEnd) {
                byte[] text = line.toByteArray();
                int length = text.length > 0 && text[text.length - 1] == '\r' ? text.length - 1 : text.length;
                if (!dotIsData && length == 1 && text[0] == '.' || isEnd && length == 0) {
                    return all.toByteArray();
                }
                all.write(text, 0, length);
                all.write('\r');
                all.write('\n');
                line.reset();
                if (isEnd) {
                    return all.toByteArray();
                }
            } else {
                // What is no line's end is not for the wire.
                line.write(octet);
            }
            if (all.size() + line.size() > MOST_OCTETS) {
                throw new IOException("it is too large");
            }
        }
    }

    private static List<EnvelopeAddress> recipients(byte[] message) {
        List<EnvelopeAddress> all = new ArrayList<>();
        HeaderField.each(MessageBytes.of(message), Set.of("to", "cc", "bcc"), field -> {
            for (MailAddress each : field.addresses()) {
                String address = each.address();
                if (address != null) {
                    all.add(address(address));
                }
            }
            return true;
        });
        return all;
    }

    private static byte[] withoutBcc(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String header = end < 0 ? text : text.substring(0, end + 2);
        String rest = end < 0 ? "" : text.substring(end + 2);
        String without = header.replaceAll("(?im)^bcc[ \\t]*:.*\\r\\n(?:[ \\t].*\\r\\n)*", "");
        return (without + rest).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] withFrom(byte[] message, EnvelopeAddress sender, String name) {
        boolean[] has = new boolean[1];
        HeaderField.each(MessageBytes.of(message), Set.of("from"), field -> {
            has[0] = true;
            return false;
        });
        if (has[0] || sender.isNull()) {
            return message;
        }
        String phrase = name.isEmpty() ? "" : '"' + name.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\" ";
        byte[] field = ("From: " + phrase + "<" + sender + ">\r\n").getBytes(StandardCharsets.UTF_8);
        String first = new String(message, 0, Math.min(message.length, 200), StandardCharsets.ISO_8859_1);
        boolean hasHeader = first.matches("(?s)[!-9;-~]+[ \\t]*:.*");
        byte[] between = hasHeader ? new byte[0] : new byte[] {'\r', '\n'};
        ByteArrayOutputStream all = new ByteArrayOutputStream(message.length + field.length + 2);
        all.writeBytes(field);
        all.writeBytes(between);
        all.writeBytes(message);
        return all.toByteArray();
    }

    private static EnvelopeAddress address(String text) {
        String bare = text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        return EnvelopeAddress.ofPlain(bare);
    }

    private EnvelopeAddress ourselves() {
        return new EnvelopeAddress(System.getProperty("user.name", "nobody"), hostname());
    }

    private String hostname() {
        Optional<Settings> known = settings();
        return known.map(Delivering::hostname).orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        });
    }

    /** The settings, where whoever runs this may read them. */
    private Optional<Settings> settings() {
        try {
            return Optional.of(opening.settings(Optional.empty(), Optional.empty()));
        } catch (Failure failure) {
            return Optional.empty();
        }
    }

    private SmtpPeer server() {
        Optional<SmtpPeer> named = Optional.ofNullable(System.getenv(VARIABLE)).flatMap(SmtpPeer::parse);
        return named.orElseGet(() -> {
            Optional<NetworkSettings> own = settings().map(NetworkSettings::smtp);
            int port = own.map(network -> network.port().orElse(25)).orElse(25);
            String host = own.map(network -> network.addresses().getFirst())
                    .filter(address -> !address.isAnyLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .orElse("127.0.0.1");
            return new SmtpPeer(host, port, false, null);
        });
    }

    private void keep(byte[] message) {
        Path letter = Path.of(System.getProperty("user.home", "/"), "dead.letter");
        try {
            Files.write(letter, message, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            err.println("sendmail: the message is in " + letter);
        } catch (IOException e) {
            err.println("sendmail: the message can't be kept in " + letter + ": " + e.getMessage());
        }
    }

    private int talk() {
        SmtpPeer server = server();
        try (Socket socket = new Socket(server.host(), server.port())) {
            OutputStream to = socket.getOutputStream();
            Thread.ofPlatform().daemon().name("sendmail-in").start(() -> pass(in, to, socket));
            InputStream from = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                out.print(new String(buffer, 0, count, StandardCharsets.UTF_8));
                out.flush();
            }
            return 0;
        } catch (IOException e) {
            err.println("sendmail: " + server + ": " + e.getMessage());
            return EX_TEMPFAIL;
        }
    }

    /** Lines, with the ends that SMTP has. */
    private static boolean pass(InputStream from, OutputStream to, Socket socket) {
        try {
            int before = 0;
            for (int octet = from.read(); octet >= 0; octet = from.read()) {
                if (octet == '\n' && before != '\r') {
                    to.write('\r');
                }
                to.write(octet);
                before = octet;
                if (octet == '\n') {
                    to.flush();
                }
            }
            socket.shutdownOutput();
            return true;
        } catch (IOException e) {
            return false; // the server has ended it
        }
    }
}
