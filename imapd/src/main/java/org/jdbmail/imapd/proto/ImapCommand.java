package org.jdbmail.imapd.proto;

/** A command with its arguments: nothing but their meaning. {@link CommandType} has a row for each. */
public sealed interface ImapCommand extends AutoCloseable
        permits AccessListCommand,
                Append,
                Authenticate,
                CancelUpdate,
                Capability,
                Check,
                Close,
                Comparator,
                Compress,
                Copy,
                Create,
                Delete,
                Enable,
                Expunge,
                Fetch,
                Id,
                Idle,
                Language,
                LinkCommand,
                ListMailboxes,
                Login,
                Logout,
                MetadataCommand,
                MultiSearch,
                Namespace,
                Noop,
                Notify,
                QuotaCommand,
                Rename,
                Replace,
                Search,
                Select,
                Sort,
                StartTls,
                Status,
                StoreFlags,
                Subscribe,
                ThreadMessages,
                UidBatches,
                Unauthenticate,
                Unselect {

    /** Gives up the messages that it brought, where it did; the session sees to that once the command is answered. */
    @Override
    default void close() {}
}
