package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Sieve scripts and ManageSieve.
 *
 * @param runs whether scripts are run on delivery
 * @param answers whether scripts may answer mail
 * @param notifies whether scripts may tell somebody of mail
 * @param folder the administrator's scripts
 * @param scriptOctets the largest script
 * @param scripts how many an account may have
 * @param redirects to how many addresses a script may send a message on
 * @param loginNeedsTls whether a password is refused in the clear, where TLS is offered
 */
public record SieveSettings(
        boolean runs,
        boolean answers,
        boolean notifies,
        Optional<Path> folder,
        int scriptOctets,
        int scripts,
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
            "yes",
            "Whether Sieve scripts may tell somebody of mail (`enotify`, by mail only).");
    private static final Setting<Optional<Path>> FOLDER = new Setting<>(
            Section.SIEVE,
            "folder",
            NetworkSettings.path().orNone(),
            "",
            "A folder of the administrator's scripts: those of `before/*.sieve` and `after/*.sieve` run before and after every"
                    + " user's, `default.sieve` for users who have none, and those of `global/*.sieve` can be included with"
                    + " `include :global`. A change counts within seconds.");
    private static final Setting<Long> OCTETS = new Setting<>(
            Section.SIEVE,
            "max_script_size",
            SettingType.octets(1024, 1L << 20),
            "64K",
            "The largest script that an account may keep.");
    private static final Setting<Integer> SCRIPTS = new Setting<>(
            Section.SIEVE, "max_scripts", SettingType.number(1, 1000), "50", "Scripts that an account may keep.");
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

    static final List<Setting<?>> ALL =
            List.of(RUNS, VACATION, NOTIFY, FOLDER, OCTETS, SCRIPTS, REDIRECTS, LOGIN_DISABLED);

    /** What was chosen. */
    public static SieveSettings from(Settings settings) {
        return new SieveSettings(
                settings.get(RUNS),
                settings.get(VACATION),
                settings.get(NOTIFY),
                settings.get(FOLDER),
                Math.toIntExact(settings.get(OCTETS)),
                settings.get(SCRIPTS),
                settings.get(REDIRECTS),
                settings.get(LOGIN_DISABLED));
    }
}
