package org.jdbmail.cli.web;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Details;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.admin.SignIns;
import org.jdbmail.core.settings.HttpSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;

/** {@code jdbmail web}: the first administrator. */
public final class WebCommands {
    private static final Duration LASTS = Duration.ofHours(1);

    private WebCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new AdminLink(opening));
    }

    /** Makes a link. */
    @Command(
            name = "admin-link",
            description = {
                "Prints a link that makes an administrator, once, within an hour: who opens it signs in there with an account of his",
                "own, which then administers everything in the browser."
            })
    static final class AdminLink extends ShowingCommand {
        AdminLink(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Settings settings = options.settings();
            String word;
            try (Store store = options.open()) {
                word = new SignIns(store, InstantSource.system()).newLink(LASTS);
            }
            String link = address(settings) + "setup/" + word;
            if (output.isJson()) {
                output.print(new Details().with("link", Cell.text(link)));
            } else {
                output.say(link);
            }
            return Complaints.DONE;
        }

        private static String address(Settings settings) {
            HttpSettings http = HttpSettings.from(settings);
            String url = http.url()
                    .map(URI::toString)
                    .orElseGet(() -> "http://127.0.0.1:" + http.port().orElse(HttpSettings.USUAL_PORT) + "/");
            return url.endsWith("/") ? url : url + "/";
        }
    }
}
