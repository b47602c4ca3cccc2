package org.jdbmail.core.settings;

import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * What is done with the tables that administrators fill by hand.
 *
 * @param notifies whether {@code dbmail_auto_notifications} holds
 * @param notifySubject what stands above a notification
 * @param notifySender in whose name it is sent
 * @param replies whether {@code dbmail_auto_replies} holds
 * @param suppressDuplicates whether a message that is in a mailbox is not put there again
 */
public record AnswerSettings(
        boolean notifies,
        String notifySubject,
        EnvelopeAddress notifySender,
        boolean replies,
        boolean suppressDuplicates) {
    private static final Setting<Boolean> NOTIFY = new Setting<>(
            Section.DELIVERY,
            "auto_notify",
            SettingType.yesNo(),
            "no",
            "Whether somebody is told of new mail, as `dbmail_auto_notifications` says.");
    private static final Setting<String> SUBJECT = new Setting<>(
            Section.DELIVERY,
            "auto_notify_subject",
            SettingType.text(),
            "NEW MAIL NOTIFICATION",
            "The subject of such a notification.");
    private static final Setting<String> SENDER = new Setting<>(
            Section.DELIVERY,
            "auto_notify_sender",
            SettingType.text(),
            "autonotify@dbmail",
            "In whose name notifications are sent.");
    private static final Setting<Boolean> REPLY = new Setting<>(
            Section.DELIVERY,
            "auto_reply",
            SettingType.yesNo(),
            "no",
            "Whether mail is answered as `dbmail_auto_replies` says, each sender once in seven days.");
    private static final Setting<Boolean> DUPLICATES = new Setting<>(
            Section.DELIVERY,
            "suppress_duplicates",
            SettingType.yesNo(),
            "no",
            "Whether a message is not put into a mailbox a second time, if one of the same Message-ID came there in the last three"
                    + " days.");

    static final List<Setting<?>> ALL = List.of(NOTIFY, SUBJECT, SENDER, REPLY, DUPLICATES);

    /** What was chosen. */
    public static AnswerSettings from(Settings settings) {
        return new AnswerSettings(
                settings.get(NOTIFY),
                settings.get(SUBJECT),
                EnvelopeAddress.ofPlain(settings.get(SENDER)),
                settings.get(REPLY),
                settings.get(DUPLICATES));
    }
}
