package org.jdbmail.webd.api;

import static org.jdbmail.webd.api.Operations.nothing;
import static org.jdbmail.webd.api.Operations.object;
import static org.jdbmail.webd.api.Shape.Kind.NUMBER;
import static org.jdbmail.webd.api.Shape.Kind.STRING;
import static org.jdbmail.webd.api.Shape.Kind.STRINGS;
import static org.jdbmail.webd.api.Shape.Kind.YES_NO;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbmail.core.admin.AnswerAdmin;
import org.jdbmail.core.admin.ScriptAdmin;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.api.Operation.Call;

/**
 * Operations about what is done with new mail: Sieve scripts, one's own and those of accounts, and what the tables say of an account. They have scopes of their own:
 * who reads rules learns whom somebody hears from, and who writes them may send mail elsewhere.
 */
public final class RuleOperations {
    private static final Shape SCRIPT = Shape.named("Script")
            .with("name", STRING, "Its name.")
            .with("active", YES_NO, "Whether it acts.")
            .with("text", STRING, "What is written in it.");
    private static final Shape SCRIPTS = Shape.named("Scripts").list("scripts", SCRIPT, "All of them, by name.");
    private static final Shape NEW_SCRIPT =
            Shape.named("NewScript").with("name", STRING, "Its name.").with("text", STRING, "What is written in it.");
    private static final Shape KEPT =
            Shape.named("KeptScript").with("warnings", STRINGS, "What is doubtful in it, with the place.");
    private static final Shape ACTIVE =
            Shape.named("ActiveScript").with("name", STRING, "Which one is to act; empty for none.");
    private static final Shape FILTER = Shape.named("Filter")
            .with("id", NUMBER, "Its number.")
            .with("field", STRING, "The field of the header that is looked at.")
            .with("pattern", STRING, "What it is like: % is any text, _ any character.")
            .with("mailbox", STRING, "Where such mail goes.");
    private static final Shape NEW_FILTER = Shape.named("NewFilter")
            .with("field", STRING, "The field of the header that is looked at.")
            .with("pattern", STRING, "What it is like: % is any text, _ any character.")
            .with("mailbox", STRING, "Where such mail goes.");
    private static final Shape ANSWERS = Shape.named("Answers")
            .list("filters", FILTER, "In the order in which they are tried.")
            .list("replies", Shapes.REPLY, "What is answered to who writes: none or one.")
            .maybe("notice", STRING, "Who is told of new mail.");

    private RuleOperations() {}

    /** All of them. */
    public static List<Operation> all(ScriptAdmin scripts, AnswerAdmin answers) {
        return Stream.of(
                        scripts(scripts, "/me/scripts", "One's own", Scope.OWN_RULES),
                        scripts(scripts, "/accounts/{id}/scripts", "An account's", Scope.ACCOUNTS_RULES),
                        answers(answers))
                .flatMap(List::stream)
                .toList();
    }

    private static User owner(ScriptAdmin scripts, Call call) {
        return scripts.owner(
                call.actor(), call.part("id").isEmpty() ? Optional.empty() : Optional.of(call.number("id")));
    }

    private static List<Operation> scripts(ScriptAdmin scripts, String path, String whose, Scope scope) {
        return List.of(
                Operation.of(
                                "GET",
                                path,
                                scope,
                                whose + " Sieve scripts.",
                                call -> object(
                                        "scripts",
                                        scripts.list(owner(scripts, call)).stream()
                                                .map(RuleOperations::script)
                                                .toList()))
                        .gives(SCRIPTS),
                Operation.of("PUT", path, scope, "Keeps a script, if nothing is wrong with it.", call -> {
                            ScriptCompiler.Checked checked = scripts.put(
                                    call.actor(), owner(scripts, call), call.text("name"), call.text("text"));
                            if (!checked.errors().isEmpty()) {
                                throw new Refusal(Reason.INVALID, String.join("; ", checked.errors()));
                            }
                            return object("warnings", checked.warnings());
                        })
                        .takes(NEW_SCRIPT)
                        .gives(KEPT),
                Operation.of("DELETE", path, scope, "Takes a script away that does not act.", call -> {
                            scripts.delete(call.actor(), owner(scripts, call), call.parameter("name"));
                            return nothing();
                        })
                        .query("name", "Its name."),
                Operation.of("PUT", path + "/active", scope, "Says which script acts.", call -> {
                            scripts.activate(call.actor(), owner(scripts, call), call.text("name"));
                            return nothing();
                        })
                        .takes(ACTIVE));
    }

    private static Map<String, Object> script(SieveScript script) {
        return object("name", script.name(), "active", script.active(), "text", script.text());
    }

    private static List<Operation> answers(AnswerAdmin answers) {
        String path = "/accounts/{id}/answers";
        return List.of(
                Operation.of(
                                "GET",
                                path,
                                Scope.ACCOUNTS_RULES,
                                "What the tables say is done about an account's new mail.",
                                call -> view(answers.view(call.actor(), call.number("id"))))
                        .gives(ANSWERS),
                Operation.of(
                                "POST",
                                path + "/filters",
                                Scope.ACCOUNTS_RULES,
                                "Has mail with such a field go into a mailbox.",
                                call -> object(
                                        "id",
                                        answers.addFilter(
                                                call.actor(),
                                                call.number("id"),
                                                call.text("field"),
                                                call.text("pattern"),
                                                call.text("mailbox"))))
                        .takes(NEW_FILTER)
                        .gives(Shapes.MADE),
                Operation.of(
                        "DELETE", path + "/filters/{number}", Scope.ACCOUNTS_RULES, "Takes a filter away.", call -> {
                            answers.removeFilter(call.actor(), call.number("id"), call.number("number"));
                            return nothing();
                        }),
                Operation.of("PUT", path + "/reply", Scope.ACCOUNTS_RULES, "Answers everybody who writes.", call -> {
                            answers.setReply(
                                    call.actor(),
                                    call.number("id"),
                                    Operations.day(call.text("first")),
                                    Operations.day(call.text("last")),
                                    call.text("text"));
                            return nothing();
                        })
                        .takes(Shapes.REPLY),
                Operation.of("DELETE", path + "/reply", Scope.ACCOUNTS_RULES, "Answers nobody any more.", call -> {
                    answers.removeReply(call.actor(), call.number("id"));
                    return nothing();
                }),
                Operation.of(
                                "PUT",
                                path + "/notice",
                                Scope.ACCOUNTS_RULES,
                                "Has an address told of each new message.",
                                call -> {
                                    answers.setNotice(call.actor(), call.number("id"), call.text("address"));
                                    return nothing();
                                })
                        .takes(Shapes.ADDRESS),
                Operation.of("DELETE", path + "/notice", Scope.ACCOUNTS_RULES, "Tells nobody any more.", call -> {
                    answers.removeNotice(call.actor(), call.number("id"));
                    return nothing();
                }));
    }

    private static Map<String, Object> view(AnswerAdmin.View view) {
        return object(
                "filters",
                view.filters().stream()
                        .map(filter -> object(
                                "id", filter.id(),
                                "field", filter.rule().field(),
                                "pattern", filter.rule().pattern(),
                                "mailbox", filter.rule().mailbox()))
                        .toList(),
                "replies",
                view.reply().stream()
                        .map(reply -> object(
                                "first", reply.from().toLocalDate().toString(),
                                "last", reply.until().toLocalDate().toString(),
                                "text", reply.text()))
                        .toList(),
                "notice",
                view.notice());
    }
}
