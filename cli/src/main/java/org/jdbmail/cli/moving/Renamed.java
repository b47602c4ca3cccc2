package org.jdbmail.cli.moving;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;

/** A mailbox under another name. */
record Renamed(SourceMailbox mailbox, String name) implements SourceMailbox {
    @Override
    public AboutMailbox about() {
        return mailbox.about().withName(name);
    }

    @Override
    public List<SourceMessage> messages() throws IOException {
        return mailbox.messages();
    }
}
