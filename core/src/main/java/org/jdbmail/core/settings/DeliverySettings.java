package org.jdbmail.core.settings;

import java.util.List;
import java.util.Optional;

/**
 * How mail comes in.
 *
 * @param hostname the name by which this server calls itself; none for what the machine says
 * @param postmaster whose address stands in what the server writes itself
 * @param subaddress whether {@code user+mailbox@domain} delivers to that mailbox
 * @param quotaFailure what a sender is told when a mailbox is full
 * @param maxMessageOctets the largest message that is taken by LMTP
 * @param maxRecipients recipients of one message at a time
 * @param xclientNetworks from where XCLIENT is believed
 */
public record DeliverySettings(
        Optional<String> hostname,
        String postmaster,
        boolean subaddress,
        QuotaFailure quotaFailure,
        long maxMessageOctets,
        int maxRecipients,
        List<String> xclientNetworks) {
    /** How final a full mailbox is. */
    public enum QuotaFailure {
        /** The message bounces at once. */
        HARD,
        /** The sender tries again for some days. */
        SOFT
    }

    private static final long MIB = 1024L * 1024;

    private static final Setting<Optional<String>> HOSTNAME = new Setting<>(
            Section.DBMAIL,
            "hostname",
            new SettingType<>("a domain name", DeliverySettings::domain).orNone(),
            "",
            "The name by which this server calls itself in greetings and in `Received` fields. Without it, what the machine"
                    + " says.");
    private static final Setting<String> POSTMASTER = new Setting<>(
            Section.DBMAIL,
            "postmaster",
            SettingType.text(),
            "DBMAIL-MAILER@dbmail",
            "Whose address stands in messages that the server itself writes.");
    private static final Setting<Boolean> SUBADDRESS = new Setting<>(
            Section.DELIVERY,
            "subaddress",
            SettingType.yesNo(),
            "yes",
            "Whether mail for `user+mailbox@domain` goes to that mailbox, where it exists.");
    private static final Setting<QuotaFailure> QUOTA = new Setting<>(
            Section.DELIVERY,
            "quota_failure",
            SettingType.oneOf(QuotaFailure.class),
            "soft",
            "What a sender is told when a mailbox is full: `soft` to try again later (452), `hard` to give up (552).");
    /** Also the largest APPEND of IMAP, where that has no limit of its own. */
    static final Setting<Long> MAX_MESSAGE = new Setting<>(
            Section.DBMAIL,
            "max_message_size",
            SettingType.octets(1024, 1024 * MIB),
            "100M",
            "The largest message that is taken, by LMTP and by IMAP's APPEND.");

    private static final Setting<Integer> MAX_RECIPIENTS = new Setting<>(
            Section.LMTP,
            "max_recipients",
            SettingType.number(100, 100_000),
            "1000",
            "Recipients of one message at a time; those beyond are told to come in another (452).");
    private static final Setting<List<String>> XCLIENT = new Setting<>(
            Section.LMTP,
            "xclient_networks",
            NetworkSettings.networks(),
            "",
            "From where XCLIENT, by which a mail server tells whose message it hands on, is offered and believed.");

    static final List<Setting<?>> ALL =
            List.of(HOSTNAME, POSTMASTER, SUBADDRESS, QUOTA, MAX_MESSAGE, MAX_RECIPIENTS, XCLIENT);

    /** What was chosen. */
    public static DeliverySettings from(Settings settings) {
        return new DeliverySettings(
                settings.get(HOSTNAME),
                settings.get(POSTMASTER),
                settings.get(SUBADDRESS),
                settings.get(QUOTA),
                settings.get(MAX_MESSAGE, Section.LMTP),
                settings.get(MAX_RECIPIENTS),
                settings.get(XCLIENT));
    }

    private static String domain(String value) {
        if (!value.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
