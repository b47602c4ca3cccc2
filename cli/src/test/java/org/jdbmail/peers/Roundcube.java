package org.jdbmail.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.e2e.Program;
import org.jdbmail.testkit.browser.Browser;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/** Debian's Roundcube, served by PHP's own web server, with settings of its own in the place of those in /etc; and what somebody does in it. */
final class Roundcube implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final String ROWS = "#messagelist tbody tr";

    private final Path folder;
    private final ServerProcess php;
    private final int port;
    private final Browser browser;
    private int told;

    private Roundcube(Path folder, ServerProcess php, int port, Browser browser) {
        this.folder = folder;
        this.php = php;
        this.port = port;
        this.browser = browser;
    }

    /**
     * Starts it.
     *
     * @param folder for its files
     * @param authority whose certificates it trusts
     * @param settings what an administrator adds to its config.inc.php
     * @param browser who looks at it
     */
    static Roundcube start(Path folder, Path authority, String settings, Browser browser) throws Exception {
        for (String name : List.of("log", "temp")) {
            Files.createDirectories(folder.resolve(name));
        }
        Path etc = folder.resolve("etc");
        Program.run(START, folder, Map.of(), List.of("cp", "-a", "/etc/roundcube", etc.toString()))
                .orFail();
        Files.writeString(etc.resolve("debian-db.php"), """
                <?php
                $dbuser = $dbpass = $dbserver = $dbport = '';
                $dbtype = 'sqlite3';
                $basepath = '%s';
                $dbname = 'roundcube.db';
                """.formatted(folder));
        Files.writeString(etc.resolve("config.inc.php"), settings, StandardOpenOption.APPEND);
        int port = FreePort.next();
        ServerProcess php = ServerProcess.startAs(
                List.of(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-c",
                        """
                        mount --bind "$1/etc" /etc/roundcube
                        mount --bind "$1/log" /var/log/roundcube
                        mount --bind "$1/temp" /var/lib/roundcube/temp
                        exec env PHP_CLI_SERVER_WORKERS=3 php -d openssl.cafile="$2" -d error_log="$1/log/php.log" \
                          -S 127.0.0.1:"$3" -t /var/lib/roundcube/public_html
                        """,
                        "roundcube",
                        folder.toString(),
                        authority.toString(),
                        String.valueOf(port)),
                folder.resolve("php.txt"));
        Eventually.isTrue(START, "Roundcube's web server", () -> {
            try (LineClient client = LineClient.connect(port)) {
                client.send("HEAD /skins/elastic/meta.json HTTP/1.0\r\n");
                return client.readLine().contains("200");
            } catch (IOException e) {
                return false;
            }
        });
        return new Roundcube(folder, php, port, browser);
    }

    Browser browser() {
        return browser;
    }

    /** Logs in, in place of whoever was. */
    void login(String account, String password) throws Exception {
        browser.forget();
        browser.open("http://127.0.0.1:" + port + "/");
        browser.type("#rcmloginuser", account);
        browser.type("#rcmloginpwd", password);
        browser.click("#rcmloginsubmit");
        browser.see("#messagelist-content");
    }

    /** Opens one of its pages. */
    void page(String query) throws IOException {
        browser.open("http://127.0.0.1:" + port + "/?" + query);
    }

    /** Opens a mailbox, as it is called on the wire. */
    void mailbox(String name) throws IOException {
        page("_task=mail&_mbox=" + URLEncoder.encode(name, UTF_8));
    }

    /** Chooses a message in the list by its subject, which shows it beside the list; what follows happens in the message. */
    void read(String subject) throws Exception {
        choose(subject);
        browser.enter("#messagecontframe");
    }

    /** Chooses a message in the list by its subject, and waits until it is shown. */
    void choose(String subject) throws Exception {
        browser.click(ROWS + " td.subject span.subject a", subject);
        browser.await("the message " + subject, """
                const d = document.querySelector('#messagecontframe').contentDocument;
                return !!d && d.readyState === 'complete' && !!d.querySelector('h2.subject')
                  && d.querySelector('h2.subject').textContent.includes(arguments[0]);
                """, subject);
    }

    /** Waits for a message in the list. */
    void seeInList(String subject) throws Exception {
        browser.see(ROWS, subject);
    }

    /** Waits until it says, in its own words, that something was done. */
    void told(String words) throws Exception {
        browser.see("#messagestack", words);
    }

    /** Writes a letter and sends it. */
    void send(String to, String subject, String text, Path... attached) throws Exception {
        page("_task=mail&_action=compose");
        browser.type("#compose_to input", to + ",");
        browser.type("#compose-subject", subject);
        browser.type("#composebody", text);
        for (Path file : attached) {
            browser.type("#uploadformInput", file.toString());
            browser.see(
                    "#attachment-list li:not(.uploading)", file.getFileName().toString());
        }
        browser.click("button.send");
        browser.see("#messagelist-content");
    }

    /** Makes a folder below all others. */
    void makeFolder(String name) throws Exception {
        page("_task=settings&_action=folders");
        browser.click("a.create");
        browser.enter("#preferences-frame");
        browser.fill("#_name", name);
        browser.click("button.submit");
        browser.leave();
        browser.see("#subscription-table li a", name);
    }

    /** Opens the properties of a folder; what follows happens there. */
    void folderProperties(String name) throws Exception {
        page("_task=settings&_action=folders");
        browser.click("#subscription-table li.mailbox > a", name);
        browser.enter("#preferences-frame");
        browser.see("#_name");
    }

    /** What it wrote into its log of errors since this was last asked, and what PHP did but for what is old in Roundcube's own code. */
    List<String> complaints() throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : List.of("errors.log", "php.log")) {
            Path file = folder.resolve("log").resolve(name);
            if (Files.exists(file)) {
                found.addAll(Files.readAllLines(file));
            }
        }
        found.removeIf(line -> line.contains("PHP Deprecated"));
        List<String> fresh = List.copyOf(found.subList(told, found.size()));
        told = found.size();
        return fresh;
    }

    @Override
    public void close() {
        php.process().descendants().forEach(ProcessHandle::destroy);
        php.close();
    }
}
