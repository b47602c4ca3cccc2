package org.jdbmail.cli.mail;

import static org.jdbmail.cli.dbmail.ProgramVersion.TEXT;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.serve.Elsewhere;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.delivery.Action;
import org.jdbmail.core.delivery.Decider;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.delivery.Version;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.DeliverySettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.structure.HeaderField;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code dbmail-deliver}: delivers a message from standard input, as Postfix's {@code pipe} hands it over; the same delivery as over LMTP. The
 * exit status is one of sysexits.h: 0 delivered, 64 usage, 67 nobody has the address, 73 there is no room, 75 to be tried again, 77 refused.
 */
@Command(
        name = "dbmail-deliver",
        aliases = "deliver",
        mixinStandardHelpOptions = true,
        version = "This is dbmail-deliver of " + TEXT,
        exitCodeOnVersionHelp = 1,
        description = "Delivers a message from standard input.")
public final class DeliverCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverCommand.class);
    private static final int NO_USER = 67;
    private static final int CANNOT_CREATE = 73;
    private static final int NO_PERMISSION = 77;
    private static final int MEMORY = 1 << 20;

    private final Opening opening;
    private final InputStream in;

    @Spec
    private @Nullable CommandSpec spec; // filled in by picocli before call()

    @Option(
            names = {"-f", "--config"},
            paramLabel = "FILE",
            description = "The settings file.")
    private @Nullable Path config;

    @Option(names = "--db", paramLabel = "URL", description = "The database, before what the settings file says.")
    private @Nullable String database;

    @Option(
            names = {"-d", "--to-address", "-u", "--to-user"},
            arity = "1..*",
            split = ",",
            paramLabel = "ADDRESS",
            description = "Addresses, or names of accounts.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = {"-t", "--to-header"},
            arity = "0..1",
            fallbackValue = "delivered-to",
            paramLabel = "FIELD",
            description = "Takes the addresses from that header field; without a value from Delivered-To.")
    private @Nullable String toHeader;

    @Option(
            names = {"-m", "--mailbox"},
            paramLabel = "MAILBOX",
            description = "Into that mailbox, which is made where it is missing.")
    private @Nullable String mailbox;

    @Option(
            names = {"-M", "--mailbox-force"},
            paramLabel = "MAILBOX",
            description = "As --mailbox, whatever filters, scripts and rights say.")
    private @Nullable String forced;

    @Option(
            names = {"-r", "--return-path"},
            paramLabel = "ADDRESS",
            description = "Where reports of failure go.")
    private @Nullable String returnPath;

    @Option(
            names = {"-q", "--quiet", "-n", "--no", "-y", "--yes", "-v", "--verbose"},
            hidden = true,
            description = "DBMail's; without effect.")
    private boolean[] ignored = {};

    /**
     * @param opening opens settings and store
     * @param in where the message comes from
     */
    public DeliverCommand(Opening opening, InputStream in) {
        this.opening = opening;
        this.in = in;
    }

    @Override
    public Integer call() {
        if (to.isEmpty() && toHeader == null) {
            err().println("dbmail-deliver: to whom? Use -d, -u or -t");
            return Failure.TEMPORARY;
        }
        try {
            return deliver();
        } catch (Failure failure) {
            err().println("dbmail-deliver: " + failure.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the message could not be delivered", e);
            err().println("dbmail-deliver: a fault of this program: " + e);
        }
        // Settings that are wrong and a database that is away are our own trouble: no mail goes back for that.
        return Failure.TEMPORARY;
    }

    private int deliver() throws Failure {
        Settings settings = opening.settings(Optional.ofNullable(config), Optional.ofNullable(database));
        Optional<ForeignAccounts> elsewhere = Elsewhere.of(settings);
        try (Store store = opening.store(settings);
                Delivering delivering = Delivering.of(
                        settings,
                        store,
                        Delivering.hostname(settings),
                        elsewhere,
                        instead(),
                        Optional.empty(),
                        Optional.empty())) {
            return deliver(settings, delivering);
        } catch (IOException e) {
            err().println("dbmail-deliver: the message can't be read: " + e.getMessage());
            return Failure.TEMPORARY;
        } catch (Refusal refusal) {
            err().println("dbmail-deliver: " + refusal.text());
            return status(refusal);
        } finally {
            elsewhere.ifPresent(ForeignAccounts::close);
        }
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    /** What is decided in place of the tables' filters, where a mailbox was named. */
    private Optional<Delivering.Instead> instead() {
        String name = forced == null ? mailbox : forced;
        if (name == null) {
            return Optional.empty();
        }
        Action.Insistence insistence = forced == null ? Action.Insistence.MADE : Action.Insistence.FORCED;
        Decider into =
                (arrival, soFar) -> List.of(new Action.FileInto(name, insistence, FlagSet.NONE, Version.ORIGINAL));
        return Optional.of(new Delivering.Instead(into, forced != null));
    }

    private int deliver(Settings settings, Delivering delivering) throws IOException {
        byte[] message =
                StandardInput.message(in, DeliverySettings.from(settings).maxMessageOctets());
        MessageBytes bytes = MessageBytes.of(message);
        EnvelopeAddress sender = sender(bytes);
        List<Recipient> recipients = new ArrayList<>();
        for (EnvelopeAddress address : addresses(bytes)) {
            try {
                recipients.add(delivering.service().accept(address, RecipientParameters.NONE, MailParameters.NONE));
            } catch (Refusal refusal) {
                err().println("dbmail-deliver: " + address + " " + refusal.text());
                return status(refusal);
            }
        }
        if (recipients.isEmpty()) {
            err().println("dbmail-deliver: there is no address in the message");
            return NO_USER;
        }
        Instant now = Instant.now();
        String id = "d" + Long.toString(now.toEpochMilli(), 36)
                + ProcessHandle.current().pid();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        try (Spool spool = new Spools(folder, MEMORY, 64L << 20).open(message.length, Integer.MAX_VALUE)) {
            spool.write(new Trace("localhost", "", "", Delivering.hostname(settings), "local", id)
                    .fields(sender, recipients.stream().map(Recipient::address).toList(), now));
            spool.write(message);
            Envelope envelope = new Envelope(id, sender, MailParameters.NONE, null, recipients);
            return status(delivering.service().deliver(envelope, spool, now));
        }
    }

    private EnvelopeAddress sender(MessageBytes message) {
        String given = returnPath;
        if (given != null) {
            String bare = given.strip();
            return EnvelopeAddress.ofPlain(
                    bare.startsWith("<") && bare.endsWith(">") ? bare.substring(1, bare.length() - 1) : bare);
        }
        for (String name : List.of("Return-Path", "From")) {
            for (HeaderField field : HeaderField.named(message, name)) {
                if (name.equals("Return-Path") && field.text().strip().equals("<>")) {
                    return EnvelopeAddress.NULL;
                }
                for (MailAddress each : field.addresses()) {
                    String address = each.address();
                    if (address != null) {
                        return EnvelopeAddress.ofPlain(address);
                    }
                }
            }
        }
        return EnvelopeAddress.NULL;
    }

    private List<EnvelopeAddress> addresses(MessageBytes message) {
        List<EnvelopeAddress> all = new ArrayList<>();
        to.forEach(each -> all.add(EnvelopeAddress.ofPlain(each.strip())));
        String field = toHeader;
        if (field != null) {
            for (HeaderField each : HeaderField.named(message, field)) {
                for (MailAddress address : each.addresses()) {
                    String text = address.address();
                    if (text != null) {
                        all.add(EnvelopeAddress.ofPlain(text.replace("@" + AddressParser.MISSING_DOMAIN, "")));
                    }
                }
            }
        }
        return all;
    }

    /** What may work later goes before what will not: the mail system tries again. */
    private int status(List<Outcome> outcomes) {
        int status = 0;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Refused(Refusal refusal)) {
                err().println("dbmail-deliver: " + refusal.text());
                status = status == Failure.TEMPORARY ? status : status(refusal);
            }
        }
        return status;
    }

    private static int status(Refusal refusal) {
        return switch (refusal.reason()) {
            case NOT_FOUND -> NO_USER;
            case OVER_QUOTA, TOO_BIG -> CANNOT_CREATE;
            case NO_PERMISSION, READ_ONLY, INVALID -> NO_PERMISSION;
            case ALREADY_EXISTS, EXPUNGED, IN_USE, LIMIT, UNAVAILABLE, CORRUPT -> Failure.TEMPORARY;
        };
    }
}
