package org.jdbmail.cli.sieve;

import java.time.Instant;
import java.util.List;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.serve.Sieving;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.ScriptTrial;
import org.jdbmail.core.sieve.SieveOptions;
import org.jdbmail.core.store.Store;
import org.jdbmail.sieve.run.Script;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail sieve test}: what a script would do with a message, and why. */
@Command(name = "test", description = "Shows step by step what a script would do with a message; nothing is done.")
final class TrialCommand extends TalkingCommand {
    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "The envelope's sender (default: ${DEFAULT-VALUE}).")
    private String from = "sender@example.org";

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            description = "The address that is delivered to (default: ${DEFAULT-VALUE}).")
    private String to = "recipient@example.org";

    @Option(
            names = "--user",
            paramLabel = "LOGIN",
            description = "For the mailboxes and memories of this account; without, there is an INBOX only.")
    private @Nullable String user;

    @Parameters(index = "0", paramLabel = "SCRIPT", description = "The file of the script; - is standard input.")
    private String script = "";

    @Parameters(index = "1", paramLabel = "MESSAGE", description = "The file of the message; - is standard input.")
    private String message = "";

    TrialCommand(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        Settings settings = options.settings();
        SieveOptions sieve = Sieving.options(settings, Delivering.hostname(settings));
        ScriptCompiler.Checked checked = new ScriptCompiler(sieve).check(script, Texts.read(script));
        Script compiled = checked.script();
        int status = SieveCommands.tell(talk, script, checked);
        if (compiled == null) {
            return status;
        }
        byte[] bytes = Texts.message(message);
        String login = user;
        if (login == null) {
            return show(sieve, compiled, bytes, ScriptTrial.nowhere());
        }
        try (Store store = options.open()) {
            var account = store.read(tx -> tx.users().find(login))
                    .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no account \"" + login + "\""));
            return show(sieve, compiled, bytes, new ScriptTrial(sieve).of(store, account, bytes, from, to));
        }
    }

    private int show(SieveOptions sieve, Script compiled, byte[] bytes, ScriptTrial.World world) {
        List<String> lines = new ScriptTrial(sieve).run(compiled, bytes, world, from, to, Instant.now());
        lines.forEach(talk::say);
        return Complaints.DONE;
    }
}
