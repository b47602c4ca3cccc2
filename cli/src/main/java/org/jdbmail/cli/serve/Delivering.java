package org.jdbmail.cli.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.core.delivery.AliasFile;
import org.jdbmail.core.delivery.Decider;
import org.jdbmail.core.delivery.DeliveryOptions;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.JunkFirst;
import org.jdbmail.core.delivery.RecentRules;
import org.jdbmail.core.delivery.RecipientResolver;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.delivery.TableAnswers;
import org.jdbmail.core.delivery.TableFilters;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.domain.MailDomains;
import org.jdbmail.core.queue.Bell;
import org.jdbmail.core.queue.LocalFirst;
import org.jdbmail.core.queue.LocalTransport;
import org.jdbmail.core.queue.NoTransport;
import org.jdbmail.core.queue.PipeTransport;
import org.jdbmail.core.queue.Program;
import org.jdbmail.core.queue.QueueOptions;
import org.jdbmail.core.queue.QueueRunner;
import org.jdbmail.core.queue.RetrySchedule;
import org.jdbmail.core.queue.SendmailTransport;
import org.jdbmail.core.queue.SignedTransport;
import org.jdbmail.core.queue.SmtpTransport;
import org.jdbmail.core.queue.TracedTransport;
import org.jdbmail.core.queue.Transport;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.reception.Reception;
import org.jdbmail.core.reception.ReceptionOptions;
import org.jdbmail.core.reception.Room;
import org.jdbmail.core.settings.AnswerSettings;
import org.jdbmail.core.settings.DeliverySettings;
import org.jdbmail.core.settings.OutgoingSettings;
import org.jdbmail.core.settings.ReceptionSettings;
import org.jdbmail.core.settings.SendingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RefusalReplies;
import org.jdbmail.core.smtp.client.Patience;
import org.jdbmail.core.smtp.client.SmtpClient;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.watch.Tracer;
import org.jdbmail.core.work.WorkPool;

/** The deliveries of a process: the service that takes mail for mailboxes, and the worker that sends what deliveries leave in the queue. */
public final class Delivering implements AutoCloseable {
    /** How long a delivery may rely on where an address led before it looks again: a burst, but nobody's patience. */
    private static final Duration RECIPIENTS_KEPT = Duration.ofSeconds(1);

    /** What sendmail may take for a message. */
    private static final Duration SENDMAIL_TIMEOUT = Duration.ofMinutes(5);

    private final Store store;
    private final String hostname;
    private final DeliveryService service;
    private final MailDomains domains;
    private final Dns dns;
    private final Inspector inspector;
    private final OpenTables tables;
    private final QueueRunner runner;

    private Delivering(
            Store store,
            String hostname,
            DeliveryService service,
            MailDomains domains,
            Dns dns,
            Inspector inspector,
            OpenTables tables,
            QueueRunner runner) {
        this.store = store;
        this.hostname = hostname;
        this.service = service;
        this.domains = domains;
        this.dns = dns;
        this.inspector = inspector;
        this.tables = tables;
        this.runner = runner;
    }

    /**
     * What is decided in place of the tables' filters.
     *
     * @param isAll whether nothing else is asked
     */
    public record Instead(Decider decider, boolean isAll) {}

    /** Our own name: what the settings say, or else the machine. */
    public static String hostname(Settings settings) {
        return DeliverySettings.from(settings).hostname().orElseGet(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost"; // the machine does not know its own name
            }
        });
    }

    /**
     * As the settings say; nothing is sent before {@link #start}.
     *
     * @param hostname our own name
     * @param elsewhere who keeps the accounts in place of our tables
     * @param instead where something else is decided than what the tables' filters say
     * @param work where scripts run that compute for long; without, in the thread of their delivery
     * @param spools hold what the queue delivers here; without, all mail of the queue leaves
     */
    public static Delivering of(
            Settings settings,
            Store store,
            String hostname,
            Optional<ForeignAccounts> elsewhere,
            Optional<Instead> instead,
            Optional<WorkPool> work,
            Optional<Spools> spools) {
        return of(settings, store, hostname, elsewhere, instead, work, spools, Optional.empty());
    }

    /**
     * As above.
     *
     * @param tracer hears of each delivery, and of each attempt to send
     */
    static Delivering of(
            Settings settings,
            Store store,
            String hostname,
            Optional<ForeignAccounts> elsewhere,
            Optional<Instead> instead,
            Optional<WorkPool> work,
            Optional<Spools> spools,
            Optional<Tracer> tracer) {
        DeliverySettings delivery = DeliverySettings.from(settings);
        OutgoingSettings outgoing = OutgoingSettings.from(settings);
        AnswerSettings answers = AnswerSettings.from(settings);
        EnvelopeAddress postmaster = EnvelopeAddress.ofPlain(delivery.postmaster());
        DeliveryOptions options = new DeliveryOptions(
                hostname,
                postmaster,
                outgoing.canSend(),
                true,
                outgoing.rewriting(),
                outgoing.secrets(),
                answers.suppressDuplicates(),
                RECIPIENTS_KEPT);
        InstantSource clock = InstantSource.system();
        RecentRules rules = new RecentRules(store, RECIPIENTS_KEPT);
        Decider reply = new TableAnswers(
                rules,
                new TableAnswers.Options(
                        hostname,
                        answers.notifies(),
                        answers.notifySubject(),
                        answers.notifySender(),
                        answers.replies()));
        List<Decider> deciders = new ArrayList<>();
        deciders.add(new JunkFirst(store));
        deciders.add(instead.map(Instead::decider).orElseGet(() -> new TableFilters(rules)));
        if (instead.isEmpty() || !instead.get().isAll()) {
            Sieving.decider(settings, store, hostname, work).ifPresent(deciders::add);
            deciders.add(reply);
        }
        OpenTables tables = OpenTables.of(settings, hostname, delivery.subaddress());
        SendingSettings sending = SendingSettings.from(settings);
        Predicate<EnvelopeAddress> hasOwnWay =
                sending.isDirect() ? sending.routes(tables.open())::hasOwnWay : address -> false;
        Bell bell = new Bell();
        DeliveryService service = new DeliveryService(
                store,
                new RecipientResolver(
                        store,
                        delivery.subaddress(),
                        elsewhere,
                        aliasFile(settings, hostname),
                        tables.virtual(),
                        hasOwnWay),
                deciders,
                options,
                bell,
                tracer.orElse(Tracer.NONE));
        MailDomains domains =
                new MailDomains(store, tables.domains(ReceptionSettings.from(settings), hostname), elsewhere, clock);
        Dns dns = Sending.dns(sending);
        MailChecks checks = MailChecks.of(settings, store, dns, hostname, spools, work, clock);
        Transport signed = new SignedTransport(
                checks.signer(),
                sending.isDirect()
                        ? Sending.direct(settings, sending, tables.open(), dns, hostname, clock)
                        : transport(outgoing, hostname, clock));
        Transport away = traced(tables.generic(sending, signed), tracer);
        boolean isFinal = delivery.quotaFailure() == DeliverySettings.QuotaFailure.HARD;
        QueueRunner runner = new QueueRunner(
                store,
                spools.isPresent() && ReceptionSettings.isMailServer(settings)
                        ? new LocalFirst(
                                domains,
                                hasOwnWay,
                                new LocalTransport(service, domains, spools.get(), new RefusalReplies(isFinal), clock),
                                away)
                        : away,
                new PipeTransport(
                        new Program(outgoing.pipeUser(), outgoing.pipeShell(), outgoing.pipeTimeout()), clock),
                QueueOptions.usual(
                                hostname,
                                postmaster,
                                new RetrySchedule(outgoing.lifetime(), outgoing.warning()),
                                outgoing.lease())
                        .with(sending.isDirect() ? sending.messages() : QueueOptions.FEW),
                clock);
        bell.hang(runner);
        return new Delivering(store, hostname, service, domains, dns, checks.inspector(), tables, runner);
    }

    private static Transport traced(Transport transport, Optional<Tracer> tracer) {
        return tracer.<Transport>map(one -> new TracedTransport(transport, one)).orElse(transport);
    }

    private static Optional<AliasFile> aliasFile(Settings settings, String hostname) {
        return ReceptionSettings.from(settings)
                .aliases()
                .map(file -> new AliasFile(file, Set.of(hostname.toLowerCase(Locale.ROOT), "localhost")));
    }

    /** What takes mail by SMTP and hands it to {@link #service} and to the queue. */
    Reception reception(ReceptionSettings chosen, Room room) {
        ReceptionOptions options = new ReceptionOptions(
                hostname,
                MailChecks.trusted(chosen),
                chosen.fingerprints(),
                chosen.isOpen(),
                EnvelopeAddress.ofPlain(chosen.postmaster()),
                chosen.limits(),
                chosen.restrictions(),
                chosen.ownSenders(),
                tables.recipients());
        return new Reception(
                store,
                service,
                domains,
                options,
                dns,
                inspector,
                tables.open(),
                room,
                runner::wake,
                InstantSource.system());
    }

    private static Transport transport(OutgoingSettings outgoing, String hostname, InstantSource clock) {
        if (outgoing.smtp().isPresent()) {
            return new SmtpTransport(new SmtpClient(outgoing.smtp().get(), hostname, Patience.USUAL, clock));
        }
        return outgoing.sendmail().isEmpty()
                ? new NoTransport()
                : new SendmailTransport(outgoing.sendmail(), new Program("", false, SENDMAIL_TIMEOUT));
    }

    /** Takes mail for mailboxes. */
    public DeliveryService service() {
        return service;
    }

    /** Begins to send what is in the queue. */
    public void start() {
        runner.start();
    }

    @Override
    public void close() {
        runner.close();
        tables.close();
    }
}
