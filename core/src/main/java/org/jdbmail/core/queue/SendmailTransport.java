package org.jdbmail.core.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;

/**
 * Sends by the program {@code sendmail}, in whatever mail system it belongs to.
 *
 * @param command the program, and options of its own
 * @param program how it is run
 */
public record SendmailTransport(String command, Program program) implements Transport {
    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        List<String> words = new ArrayList<>(CommandLine.words(command));
        words.add("-i");
        words.add("-f");
        words.add(mail.sender().isNull() ? "<>" : mail.sender().toString());
        // What stands behind this is no option, whatever it begins with.
        words.add("--");
        mail.recipients().forEach(each -> words.add(each.address().toString()));
        SendResult result = program.run(words, "", content, Map.of());
        return Collections.nCopies(mail.recipients().size(), result);
    }
}
