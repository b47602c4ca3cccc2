package org.jdbmail.cli.users;

import java.util.Comparator;
import java.util.List;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail users list}. */
@Command(name = "list", description = "Lists accounts, with what they use and the aliases that lead to them.")
public final class UserList extends ShowingCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            defaultValue = "*",
            description = "Whose name is this; * and ? stand for any characters and any one (default: all).")
    private String name = "*";

    /** @param opening opens settings and store */
    public UserList(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        Table table = options.read(this::table);
        output.print(table, "There is no account \"" + name + "\".");
        return table.size() > 0 || name.equals("*") ? Complaints.DONE : Complaints.FAILED;
    }

    private Table table(Tx tx) {
        Table table = new Table("login", "id", "client", "quota", "used", "active", "aliases");
        AliasIndex index = new AliasIndex(tx.aliases().all());
        List<User> users = tx.users().list(name).stream()
                .sorted(Comparator.comparing(User::login))
                .toList();
        for (User user : users) {
            table.row(
                    Cell.text(user.login()),
                    Cell.count(user.id()),
                    Cell.count(user.clientId()),
                    Cell.limit(user.quota()),
                    Cell.octets(user.used()),
                    Cell.flag(user.active()),
                    Cell.words(List.copyOf(AliasBook.namesOf(user, index::deliveringTo))));
        }
        return table;
    }
}
