package org.jdbmail.webd.api;

import static org.jdbmail.webd.api.Operations.nothing;
import static org.jdbmail.webd.api.Operations.object;
import static org.jdbmail.webd.api.Shape.Kind.NUMBER;
import static org.jdbmail.webd.api.Shape.Kind.NUMBERS;
import static org.jdbmail.webd.api.Shape.Kind.STRING;
import static org.jdbmail.webd.api.Shape.Kind.TIME;

import java.util.List;
import org.jdbmail.core.admin.AccountUpload;
import org.jdbmail.core.admin.Accounts;
import org.jdbmail.core.admin.OwnMail;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.http.WebAnswer;

/** Operations about all of one's mail, deleted mail that can be had back, and about many accounts at once and their app passwords. */
public final class MailOperations {
    private static final String INBOX = "INBOX";
    private static final Shape DELETED = Shape.named("DeletedMessage")
            .with("uid", NUMBER, "The UID that it had.")
            .with("subject", STRING, "Its subject, as far as that is kept.")
            .with("from", STRING, "Who sent it.")
            .with("octets", NUMBER, "How large it is.")
            .with("deleted", TIME, "When it was deleted.");
    private static final Shape ALL_DELETED =
            Shape.named("DeletedMessages").list("messages", DELETED, "The last deleted first.");
    private static final Shape WANTED = Shape.named("DeletedMessagesWanted")
            .with("uids", NUMBERS, "The UIDs that they had.")
            .maybe("mailbox", STRING, "Into which mailbox; INBOX without.");
    private static final Shape BACK = Shape.named("BroughtBack").with("messages", NUMBER, "How many came back.");
    private static final Shape TABLE = Shape.named("AccountTable")
            .with(
                    "table",
                    STRING,
                    "CSV, whose first line names the columns: " + String.join(", ", AccountUpload.COLUMNS) + ".");
    private static final Shape UPLOADED = Shape.named("AccountsMade").with("accounts", NUMBER, "How many were made.");

    private MailOperations() {}

    /** All of them. */
    public static List<Operation> all(OwnMail mail, Accounts accounts, AccountUpload upload) {
        return List.of(
                Operation.file(
                        "/me/mail",
                        Scope.OWN_MAIL,
                        "All of one's mail, as an archive with an mbox for each mailbox; one at a time.",
                        "application/zip",
                        call -> {
                            mail.requireRoomForArchive(call.actor());
                            return WebAnswer.streamed("application/zip", out -> mail.archive(call.actor(), out));
                        }),
                Operation.of(
                                "GET",
                                "/me/deleted",
                                Scope.OWN_READ,
                                "What was deleted from a mailbox and can be had back.",
                                call -> object(
                                        "messages",
                                        mail
                                                .lost(
                                                        call.actor(),
                                                        call.parameter("mailbox")
                                                                        .isEmpty()
                                                                ? INBOX
                                                                : call.parameter("mailbox"))
                                                .stream()
                                                .limit(Operations.limit(call))
                                                .map(message -> object(
                                                        "uid", message.uid(),
                                                        "subject", message.subject(),
                                                        "from", message.from(),
                                                        "octets", message.size(),
                                                        "deleted", message.expunged()))
                                                .toList()))
                        .query("mailbox", "From which mailbox; INBOX without.")
                        .query("limit", "How many at most.")
                        .gives(ALL_DELETED),
                Operation.of(
                                "POST",
                                "/me/deleted",
                                Scope.OWN_WRITE,
                                "Brings messages back into the mailbox that they were deleted from.",
                                call -> object("messages", (long) mail.bringBack(
                                        call.actor(),
                                        call.has("mailbox") ? call.text("mailbox") : INBOX,
                                        call.numbers("uids"))))
                        .takes(WANTED)
                        .gives(BACK),
                Operation.of(
                                "POST",
                                "/accounts/upload",
                                Scope.ACCOUNTS_WRITE,
                                "Makes many accounts, all or none.",
                                call -> {
                                    AccountUpload.Read read = upload.read(call.actor(), call.text("table"));
                                    if (!read.faults().isEmpty()) {
                                        throw new Refusal(Reason.INVALID, String.join("; ", read.faults()));
                                    }
                                    return object("accounts", (long) upload.make(call.actor(), read.rows()));
                                })
                        .takes(TABLE)
                        .gives(UPLOADED),
                Operation.of(
                                "GET",
                                "/accounts/{id}/app-passwords",
                                Scope.ACCOUNTS_READ,
                                "Passwords of an account for one program or device each; not what they are.",
                                call -> object(
                                        "appPasswords",
                                        accounts.view(call.actor(), call.number("id")).appPasswords().stream()
                                                .map(Operations::appPassword)
                                                .toList()))
                        .gives(Shapes.APP_PASSWORDS),
                Operation.of(
                                "DELETE",
                                "/accounts/{id}/app-passwords",
                                Scope.ACCOUNTS_WRITE,
                                "Takes one of them away.",
                                call -> {
                                    accounts.removeAppPassword(call.actor(), call.number("id"), call.parameter("name"));
                                    return nothing();
                                })
                        .query("name", "What it is for."));
    }
}
