package org.jdbmail.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.start.Opening;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail man-pages}: writes the manual pages of all programs into a folder, for whoever makes a package. */
@Command(name = "man-pages", hidden = true, description = "Writes the manual pages of all programs into a folder.")
final class ManPagesCommand implements Callable<Integer> {
    private final Opening opening;

    @Parameters(paramLabel = "FOLDER", description = "Where they go.")
    private Path folder = Path.of(".");

    ManPagesCommand(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(folder);
        for (var page : ManPages.all(Main.commandLine(opening)).entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
        return Complaints.DONE;
    }
}
