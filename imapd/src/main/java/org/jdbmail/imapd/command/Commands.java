package org.jdbmail.imapd.command;

import java.io.IOException;
import org.jdbmail.imapd.proto.AccessListCommand;
import org.jdbmail.imapd.proto.Append;
import org.jdbmail.imapd.proto.Authenticate;
import org.jdbmail.imapd.proto.CancelUpdate;
import org.jdbmail.imapd.proto.Capability;
import org.jdbmail.imapd.proto.Check;
import org.jdbmail.imapd.proto.Close;
import org.jdbmail.imapd.proto.Comparator;
import org.jdbmail.imapd.proto.Compress;
import org.jdbmail.imapd.proto.Copy;
import org.jdbmail.imapd.proto.Create;
import org.jdbmail.imapd.proto.Delete;
import org.jdbmail.imapd.proto.Enable;
import org.jdbmail.imapd.proto.Expunge;
import org.jdbmail.imapd.proto.Fetch;
import org.jdbmail.imapd.proto.Id;
import org.jdbmail.imapd.proto.Idle;
import org.jdbmail.imapd.proto.ImapCommand;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.Language;
import org.jdbmail.imapd.proto.LinkCommand;
import org.jdbmail.imapd.proto.ListMailboxes;
import org.jdbmail.imapd.proto.Login;
import org.jdbmail.imapd.proto.Logout;
import org.jdbmail.imapd.proto.MetadataCommand;
import org.jdbmail.imapd.proto.MultiSearch;
import org.jdbmail.imapd.proto.Namespace;
import org.jdbmail.imapd.proto.Noop;
import org.jdbmail.imapd.proto.Notify;
import org.jdbmail.imapd.proto.QuotaCommand;
import org.jdbmail.imapd.proto.Rename;
import org.jdbmail.imapd.proto.Replace;
import org.jdbmail.imapd.proto.Search;
import org.jdbmail.imapd.proto.Select;
import org.jdbmail.imapd.proto.Sort;
import org.jdbmail.imapd.proto.StartTls;
import org.jdbmail.imapd.proto.Status;
import org.jdbmail.imapd.proto.StoreFlags;
import org.jdbmail.imapd.proto.Subscribe;
import org.jdbmail.imapd.proto.ThreadMessages;
import org.jdbmail.imapd.proto.UidBatches;
import org.jdbmail.imapd.proto.Unauthenticate;
import org.jdbmail.imapd.proto.Unselect;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a command. */
public final class Commands {
    private Commands() {}

    /**
     * Carries a command out.
     *
     * @param tag of the command, for the one handler that must answer by itself
     * @return null if it has been answered
     * @throws ImapSyntaxException if it turns out to make no sense
     * @throws org.jdbmail.core.mail.Refusal if it can't be done
     */
    public static @Nullable Reply run(Session session, String tag, ImapCommand command)
            throws IOException, ImapSyntaxException {
        return switch (command) {
            case AccessListCommand list -> AccessListHandler.run(session, list);
            case Append append -> AppendHandler.run(session, append);
            case Authenticate authenticate -> AuthenticateHandler.run(session, authenticate);
            case CancelUpdate cancel -> CancelUpdateHandler.run(session, cancel);
            case Capability capability -> CapabilityHandler.run(session);
            case Check check -> Reply.ok("Checked");
            case Close close -> CloseHandler.run(session);
            case Comparator comparator -> ComparatorHandler.run(session, comparator);
            case Compress compress -> CompressHandler.run(session, tag, compress);
            case Copy copy -> CopyHandler.run(session, copy);
            case Create create -> CreateHandler.run(session, create);
            case Delete delete -> DeleteHandler.run(session, delete);
            case Enable enable -> EnableHandler.run(session, enable);
            case Expunge expunge -> ExpungeHandler.run(session, expunge);
            case Fetch fetch -> FetchHandler.run(session, fetch);
            case Id id -> IdHandler.run(session, id);
            case Idle idle -> IdleHandler.run(session);
            case Language language -> LanguageHandler.run(session, language);
            case LinkCommand link -> LinkHandler.run(session, link);
            case ListMailboxes list -> ListHandler.run(session, list);
            case Login login -> LoginHandler.run(session, login);
            case Logout logout -> LogoutHandler.run(session);
            case MetadataCommand metadata -> MetadataHandler.run(session, metadata);
            case MultiSearch search -> SearchHandler.multi(session, search, tag);
            case Namespace namespace -> NamespaceHandler.run(session);
            case Noop noop -> Reply.ok("Nothing done");
            case Notify notify -> NotifyHandler.run(session, notify);
            case QuotaCommand quota -> QuotaHandler.run(session, quota);
            case Rename rename -> RenameHandler.run(session, rename);
            case Replace replace -> ReplaceHandler.run(session, replace);
            case Search search -> SearchHandler.search(session, search, tag);
            case Select select -> SelectHandler.run(session, select);
            case Sort sort -> SearchHandler.sort(session, sort, tag);
            case StartTls startTls -> StartTlsHandler.run(session, tag);
            case Status status -> StatusHandler.run(session, status);
            case StoreFlags store -> StoreHandler.run(session, store);
            case Subscribe subscribe -> SubscribeHandler.run(session, subscribe);
            case ThreadMessages thread -> SearchHandler.thread(session, thread);
            case UidBatches batches -> UidBatchesHandler.run(session, batches, tag);
            case Unauthenticate unauthenticate -> UnauthenticateHandler.run(session, tag);
            case Unselect unselect -> UnselectHandler.run(session);
        };
    }
}
