package org.jdbmail.imapd.session;

import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.store.Store;

/** What all sessions of a server share. */
public record Shared(
        Store store,
        MailboxIndexes indexes,
        Authenticator authenticator,
        Spools spools,
        Summaries summaries,
        Structures structures,
        ImapOptions options) {}
