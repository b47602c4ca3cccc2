package org.jdbmail.core.settings;

import java.time.Duration;
import java.util.List;

/**
 * What a server does from time to time.
 *
 * @param trashDays how many days messages stay in Trash; 0 for ever
 * @param junkDays how many days they stay in Junk; 0 for ever
 * @param quotaWarnings percent of a quota at which its owner is told, in ascending order
 */
public record UpkeepSettings(int trashDays, int junkDays, List<Integer> quotaWarnings) {
    private static final int MOST_DAYS = 36_500;

    private static final Setting<Duration> TRASH = new Setting<>(
            Section.DBMAIL,
            "trash_days",
            SettingType.days(0, MOST_DAYS),
            "0",
            "Messages that came into a trash mailbox (RFC 6154, or its name) so many days ago are expunged; 0 keeps them. For"
                    + " single mailboxes see `jdbmail retention`.");
    private static final Setting<Duration> JUNK = new Setting<>(
            Section.DBMAIL, "junk_days", SettingType.days(0, MOST_DAYS), "0", "The same for mailboxes of junk.");
    private static final Setting<List<Integer>> WARNINGS = new Setting<>(
            Section.DELIVERY,
            "quota_warnings",
            SettingType.listOf("percent, from 1 to 100", word -> {
                int percent = Integer.parseInt(word);
                if (percent < 1 || percent > 100) {
                    throw new IllegalArgumentException();
                }
                return percent;
            }),
            "80 95",
            "At how many percent of a quota its owner gets a mail about it, once each; who administers a domain, for the quota of"
                    + " the domain. Empty for never.");

    static final List<Setting<?>> ALL = List.of(TRASH, JUNK, WARNINGS);

    /** What was chosen. */
    public static UpkeepSettings from(Settings settings) {
        return new UpkeepSettings(
                (int) settings.get(TRASH).toDays(),
                (int) settings.get(JUNK).toDays(),
                settings.get(WARNINGS).stream().sorted().distinct().toList());
    }
}
