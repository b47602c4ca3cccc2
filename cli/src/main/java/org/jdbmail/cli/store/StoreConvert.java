package org.jdbmail.cli.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Maintenance.Converted;
import org.jdbmail.core.store.Maintenance.Layouts;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail store convert}: moves all messages into one layout, while the store is in use. */
@Command(
        name = "convert",
        description = {
            "Moves all messages into one layout, and says that new ones are written there.",
            "compact: JDBMail's own tables. parts: DBMail's, so that its programs can read them.",
            "The store stays in use meanwhile. What was interrupted is gone on with when this is run again."
        })
public final class StoreConvert extends ChangingCommand {
    @Parameters(paramLabel = "LAYOUT", description = "compact or parts.")
    private Layout target = Layout.COMPACT;

    /** @param opening opens settings and store */
    public StoreConvert(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        Settings settings = options.settings();
        Optional<Layout> chosen = chosen(settings);
        if (chosen.filter(layout -> layout != target).isPresent()) {
            throw new Failure(
                    Failure.CONFIGURATION,
                    DatabaseSettings.layoutOrigin(settings) + " says " + word(chosen.get())
                            + ", so new messages would go on being written there: change it first, and restart what serves");
        }
        try (Store store = options.open()) {
            Maintenance maintenance = store.maintenance();
            Layouts before = maintenance.layouts();
            long toMove = target == Layout.COMPACT ? before.parts() : before.compact();
            talk.say(before.compact() + " messages are compact, " + before.parts()
                    + " are in parts; new ones are written " + word(chosen.orElse(before.written())) + ".");
            if (dryRun.isAsked()) {
                talk.say("Would move " + toMove + " messages to " + word(target) + ".");
                return Complaints.DONE;
            }
            maintenance.chooseLayout(target);
            return move(maintenance, toMove);
        }
    }

    private static Optional<Layout> chosen(Settings settings) throws Failure {
        try {
            return DatabaseSettings.from(settings).layout();
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
    }

    private int move(Maintenance maintenance, long toMove) {
        List<Long> stuck = new ArrayList<>();
        long moved = 0;
        try (Progress bar = new Progress(talk.err(), Terminal.ofProcess().isThere(), "Moving messages", toMove)) {
            Converted step = maintenance.convert(target, 0);
            while (step.looked() > 0) {
                moved += step.moved();
                stuck.addAll(step.stuck());
                bar.add(step.looked());
                step = maintenance.convert(target, step.last());
            }
        }
        talk.say("Moved " + moved + " messages to " + word(target) + ".");
        if (!stuck.isEmpty()) {
            talk.say(stuck.size()
                    + " messages cannot be read or would not come back as they were, and stay: physmessage "
                    + String.join(
                            ", ", stuck.stream().limit(20).map(String::valueOf).toList())
                    + (stuck.size() > 20 ? ", …" : "") + ". See jdbmail store verify.");
        }
        talk.say(
                "A server that was started before this writes as before until it is restarted; then run this once more.");
        return stuck.isEmpty() ? Complaints.DONE : Complaints.FAILED;
    }

    static String word(Layout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }
}
