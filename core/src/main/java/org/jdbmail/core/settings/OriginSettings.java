package org.jdbmail.core.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.core.origin.OriginOptions;

/**
 * What is checked of where mail comes from, and who signs what leaves.
 *
 * @param spf what is done about hosts that may not send for a domain
 * @param isDkimChecked whether signatures are checked
 * @param dmarc what is done about mail that is not from its author's domain
 * @param believed domains whose seals are believed
 * @param unsure what is done where DNS does not answer
 * @param sealing the domain that seals what is sent on; empty for none
 * @param id under which name results are told; empty for the host's
 */
public record OriginSettings(
        OriginOptions.Spf spf,
        boolean isDkimChecked,
        OriginOptions.Dmarc dmarc,
        Set<String> believed,
        Trouble unsure,
        String sealing,
        String id) {
    /** What is done where something that should help does not. */
    public enum Trouble {
        /** The mail is taken without. */
        ACCEPT,
        /** The mail is to come again. */
        TEMPFAIL
    }

    private static final SettingType<String> DOMAIN = new SettingType<>("a domain, or nothing", OriginSettings::domain);

    private static final Setting<OriginOptions.Spf> SPF = new Setting<>(
            Section.SMTPD,
            "spf",
            SettingType.oneOf(OriginOptions.Spf.class),
            "tell",
            "What is done about a host that may not send for the sender's domain (SPF): nobody asks, or the result is told in"
                    + " `Authentication-Results`, or the mail is refused. Mail of users and from `mynetworks` is never asked about.");
    private static final Setting<Boolean> DKIM = new Setting<>(
            Section.SMTPD,
            "dkim_check",
            SettingType.yesNo(),
            "yes",
            "Whether signatures on mail (DKIM), and seals on it (ARC), are checked, and the results told.");
    private static final Setting<OriginOptions.Dmarc> DMARC = new Setting<>(
            Section.SMTPD,
            "dmarc",
            SettingType.oneOf(OriginOptions.Dmarc.class),
            "tell",
            "What is done about mail that is not from its author's domain (DMARC): nobody asks; the result is told; or it is done as the"
                    + " domain wants, but no more than `quarantine` (filed as junk) or `reject` (refused).");
    private static final Setting<List<String>> BELIEVED = new Setting<>(
            Section.SMTPD,
            "arc_trusted",
            SettingType.listOf("domains", OriginSettings::domain),
            "",
            "Domains, such as those of mailing lists, whose seals (ARC) are believed where DMARC fails: what they have seen counts then.");
    private static final Setting<Trouble> UNSURE = new Setting<>(
            Section.SMTPD,
            "dns_trouble",
            SettingType.oneOf(Trouble.class),
            "accept",
            "What is done with mail of which DMARC can't be told because DNS does not answer: it is taken, or is to come again.");
    private static final Setting<String> SEALING = new Setting<>(
            Section.SMTPD,
            "arc_domain",
            DOMAIN,
            "",
            "The domain of ours whose key (`jdbmail dkim`) seals mail that came by SMTP and is sent on to another server (ARC). Without,"
                    + " nothing is sealed.");
    private static final Setting<String> ID = new Setting<>(
            Section.SMTPD,
            "authserv_id",
            DOMAIN,
            "",
            "The name under which results of checks are told in `Authentication-Results`; without, that of this host. Fields of mail that"
                    + " comes by SMTP and claims to have them from there are taken away. All servers of a site may have the same.");

    static final List<Setting<?>> ALL = List.of(SPF, DKIM, DMARC, BELIEVED, UNSURE, SEALING, ID);

    /** What was chosen. */
    public static OriginSettings from(Settings settings) {
        return new OriginSettings(
                settings.get(SPF),
                settings.get(DKIM),
                settings.get(DMARC),
                Set.copyOf(settings.get(BELIEVED)),
                settings.get(UNSURE),
                settings.get(SEALING),
                settings.get(ID));
    }

    /** As the checks take it. */
    public OriginOptions options(String hostname, Predicate<InetAddress> trusted) {
        return new OriginOptions(
                id.isEmpty() ? hostname : id,
                trusted,
                spf,
                isDkimChecked,
                dmarc,
                believed,
                unsure == Trouble.TEMPFAIL,
                sealing);
    }

    private static String domain(String text) {
        return text.isEmpty() ? "" : DomainNames.ascii(text).orElseThrow(IllegalArgumentException::new);
    }
}
