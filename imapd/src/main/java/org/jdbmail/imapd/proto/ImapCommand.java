package org.jdbmail.imapd.proto;

/** A command with its arguments: nothing but their meaning. {@link CommandType} has a row for each. */
public sealed interface ImapCommand extends AutoCloseable
        permits AccessListCommand,
                Append,
                Authenticate,
                Capability,
                Check,
                Close,
                Compress,
                Copy,
                Create,
                Delete,
                Enable,
                Expunge,
                Fetch,
                Id,
                Idle,
                ListMailboxes,
                Login,
                Logout,
                MetadataCommand,
                Namespace,
                Noop,
                QuotaCommand,
                Rename,
                Replace,
                Search,
                Select,
                Sort,
                StartTls,
                Status,
                Store,
                Subscribe,
                ThreadMessages,
                Unauthenticate,
                Unselect {

    /** Gives up the messages that it brought, where it did; the session sees to that once the command is answered. */
    @Override
    default void close() {}
}
