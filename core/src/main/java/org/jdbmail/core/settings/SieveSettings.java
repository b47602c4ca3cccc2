package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.sieve.host.FilterVerdict;

/**
 * Sieve scripts and ManageSieve.
 *
 * @param runs whether scripts are run on delivery
 * @param answers whether scripts may answer mail
 * @param notifies whether scripts may tell somebody of mail
 * @param folder the administrator's scripts
 * @param spam how a filter's verdict on spam is read; empty if there is none
 * @param virus how that on viruses is read
 * @param scriptOctets the largest script
 * @param scripts how many an account may have
 * @param octets of all scripts of an account
 * @param redirects to how many addresses a script may send a message on
 * @param loginNeedsTls whether a password is refused in the clear, where TLS is offered
 */
public record SieveSettings(
        boolean runs,
        boolean answers,
        boolean notifies,
        Optional<Path> folder,
        Optional<FilterVerdict> spam,
        Optional<FilterVerdict> virus,
        int scriptOctets,
        int scripts,
        long octets,
        int redirects,
        boolean loginNeedsTls) {
    private static final Setting<Boolean> RUNS = new Setting<>(
            Section.DELIVERY, "sieve", SettingType.yesNo(), "yes", "Whether Sieve scripts are run on delivery.");
    private static final Setting<Boolean> VACATION = new Setting<>(
            Section.DELIVERY,
            "sieve_vacation",
            SettingType.yesNo(),
            "yes",
            "Whether Sieve scripts may answer mail (`vacation`). With `no`, a script that requires it is not run and its mail is"
                    + " kept.");
    private static final Setting<Boolean> NOTIFY = new Setting<>(
            Section.DELIVERY,
            "sieve_notify",
            SettingType.yesNo(),
            "no",
            "Whether Sieve scripts may tell somebody of mail (`enotify`, by mail only). With `no`, a script that requires it is"
                    + " not run and its mail is kept.");
    private static final Setting<Optional<Path>> FOLDER = new Setting<>(
            Section.SIEVE,
            "folder",
            NetworkSettings.path().orNone(),
            "",
            "A folder of the administrator's scripts: those of `before/*.sieve` and `after/*.sieve` run before and after every"
                    + " user's, `default.sieve` for users who have none, and those of `global/*.sieve` can be included with"
                    + " `include :global`. `lists/NAME.txt`, and for one account `lists/of/LOGIN/NAME.txt`, are lists that scripts"
                    + " look into as `:addrbook:NAME` (`extlists`), an entry on each line. A change counts within seconds.");
    private static final Setting<String> SPAM = new Setting<>(
            Section.SIEVE,
            "spamtest",
            new SettingType<>(
                    "nothing, `rspamd`, `spamassassin`, `level`, or a field and a pattern: `X-Score: (-?[0-9.]+)`",
                    Verdicts::checkedSpam),
            "",
            "Where a filter before this server has written how much a message looks like spam, for `spamtest`: `rspamd` reads"
                    + " `X-Spamd-Result`, `spamassassin` reads `X-Spam-Status`, `level` counts the stars of `X-Spam-Level`. Of a"
                    + " pattern the first group is the score. The filter must take such fields out of mail that comes with"
                    + " them. Nothing means that no message was looked at, which is 0 to scripts.");
    private static final Setting<Double> SPAM_MOST = new Setting<>(
            Section.SIEVE,
            "spamtest_max",
            new SettingType<>("a number, with or without decimals", Verdicts::score),
            "0",
            "The score that is 10 (or 100 %) to `spamtest`. With 0 it is the one that rspamd or SpamAssassin names beside the"
                    + " score; otherwise 5 for `level`, and 10 for a pattern.");
    private static final Setting<String> VIRUS = new Setting<>(
            Section.SIEVE,
            "virustest",
            new SettingType<>(
                    "nothing, `clamav`, or a field and a pattern: `X-Virus-Status: (Clean|Infected)`",
                    Verdicts::checkedVirus),
            "",
            "Where a filter before this server has written whether a message holds a virus, for `virustest`: `clamav` reads"
                    + " `X-Virus-Status` as clamav-milter writes it. Of a pattern the first group is the word.");
    private static final Setting<Map<String, Integer>> VIRUS_WORDS = new Setting<>(
            Section.SIEVE,
            "virustest_words",
            new SettingType<>("words with values from 1 to 5: `Clean=1 Infected=5`", Verdicts::words),
            "Clean=1 Infected=5",
            "What the words of that field are to `virustest`: 1 for surely none, up to 5 for surely one.");
    private static final Setting<Long> OCTETS = new Setting<>(
            Section.SIEVE,
            "max_script_size",
            SettingType.octets(1024, 1L << 20),
            "64K",
            "The largest script that an account may keep.");
    private static final Setting<Integer> SCRIPTS = new Setting<>(
            Section.SIEVE, "max_scripts", SettingType.number(1, 1000), "50", "Scripts that an account may keep.");
    private static final Setting<Long> ALL_OCTETS = new Setting<>(
            Section.SIEVE,
            "max_scripts_size",
            SettingType.octets(1024, 1L << 30),
            "1M",
            "The most octets that all scripts of an account may have together.");
    private static final Setting<Integer> REDIRECTS = new Setting<>(
            Section.SIEVE,
            "max_redirects",
            SettingType.number(0, 100),
            "4",
            "Addresses to which scripts may send one message on; 0 forbids it. It is 0 also where no way to send mail is set.");
    private static final Setting<Boolean> LOGIN_DISABLED = new Setting<>(
            Section.SIEVE,
            "login_disabled",
            SettingType.yesNo(),
            "yes",
            "Whether passwords are refused before TLS, where TLS is offered; not for `plaintext_networks`.");

    static final List<Setting<?>> ALL = List.of(
            RUNS,
            VACATION,
            NOTIFY,
            FOLDER,
            SPAM,
            SPAM_MOST,
            VIRUS,
            VIRUS_WORDS,
            OCTETS,
            SCRIPTS,
            ALL_OCTETS,
            REDIRECTS,
            LOGIN_DISABLED);

    /** What was chosen. */
    public static SieveSettings from(Settings settings) {
        return new SieveSettings(
                settings.get(RUNS),
                settings.get(VACATION),
                settings.get(NOTIFY),
                settings.get(FOLDER),
                Verdicts.spam(settings.get(SPAM), settings.get(SPAM_MOST)),
                Verdicts.virus(settings.get(VIRUS), settings.get(VIRUS_WORDS)),
                Math.toIntExact(settings.get(OCTETS)),
                settings.get(SCRIPTS),
                settings.get(ALL_OCTETS),
                settings.get(REDIRECTS),
                settings.get(LOGIN_DISABLED));
    }
}
