package org.jdbmail.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.e2e.Program;
import org.jdbmail.testkit.browser.Browser;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/** Debian's SOGo behind nginx, with its memcached, and with its settings in the place of those in /etc; and what somebody does in it. */
final class Sogo implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Pattern KEY = Pattern.compile("^\\s*(\\w+) =");
    /** What SOGo and an IMAP server said, in SOGo's trace: who, with which tag, and what. */
    private static final Pattern SAID = Pattern.compile("([CS])\\[\\w+\\]: (\\d+) (.*)");

    private static final Pattern REFUSAL = Pattern.compile("BAD .*|NO (?!\\[NONEXISTENT\\]).*");

    /** It asks who may do what in a mailbox of somebody else, which it is not told (RFC 4314 §4), and makes one, if that is not there. */
    private static final Pattern OF_OTHERS = Pattern.compile("(?:getacl|create) \"#Users/.*");

    private final Path folder;
    private final ServerProcess sogod;
    private final ServerProcess nginx;
    private final ServerProcess memcached;
    private final int port;
    private final Browser browser;
    private String account = "";
    private int told;

    private Sogo(
            Path folder, ServerProcess sogod, ServerProcess nginx, ServerProcess memcached, int port, Browser browser) {
        this.folder = folder;
        this.sogod = sogod;
        this.nginx = nginx;
        this.memcached = memcached;
        this.port = port;
        this.browser = browser;
    }

    /**
     * Starts it.
     *
     * @param folder for its files; every user may come as far as here
     * @param authority whose certificates it trusts
     * @param tables where it has tables of its own, as a URL without the name of a table
     * @param settings what an administrator puts into its sogo.conf
     * @param browser who looks at it
     */
    static Sogo start(Path folder, Path authority, String tables, String settings, Browser browser) throws Exception {
        for (String name : List.of("etc", "home", "nginx")) {
            Files.createDirectories(folder.resolve(name));
        }
        Path trusted = Files.copy(authority, folder.resolve("authority.pem"));
        Files.setPosixFilePermissions(trusted, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(
                folder.resolve("etc/sogo.conf"),
                merged(Files.readString(Path.of("/etc/sogo/sogo.conf")), settings + "ImapDebugEnabled = YES;\n")
                        .replaceAll("postgresql://sogo:password@127.0.0.1:5432/sogo", tables));
        int port = FreePort.next();
        Files.writeString(folder.resolve("nginx.conf"), """
                user root; daemon off; worker_processes 1; pid %1$s/nginx.pid; error_log %1$s/nginx.log;
                events {}
                http {
                  include /etc/nginx/mime.types; access_log off;
                  client_body_temp_path %1$s/nginx/body; proxy_temp_path %1$s/nginx/proxy;
                  fastcgi_temp_path %1$s/nginx/fastcgi; uwsgi_temp_path %1$s/nginx/uwsgi; scgi_temp_path %1$s/nginx/scgi;
                  server {
                    listen 127.0.0.1:%2$d;
                    location /SOGo.woa/WebServerResources/ { alias /usr/lib/GNUstep/SOGo/WebServerResources/; }
                    location ^~ /SOGo/ {
                      proxy_pass http://127.0.0.1:20000; proxy_redirect http://127.0.0.1:20000 default;
                      proxy_set_header Host $host;
                      proxy_set_header x-webobjects-server-protocol HTTP/1.0;
                      proxy_set_header x-webobjects-remote-host $remote_addr;
                      proxy_set_header x-webobjects-server-url http://$http_host;
                      proxy_buffer_size 64k; proxy_buffers 8 64k; proxy_busy_buffers_size 64k; client_max_body_size 50m;
                    }
                  }
                }
                """.formatted(folder, port));
        Program.run(START, folder, Map.of(), List.of("chown", "-R", "sogo:sogo", folder.toString()))
                .orFail();
        ServerProcess memcached = ServerProcess.startAs(
                List.of("memcached", "-u", "memcache", "-l", "127.0.0.1"), folder.resolve("memcached.txt"));
        ServerProcess nginx = ServerProcess.startAs(
                List.of("nginx", "-c", folder.resolve("nginx.conf").toString()), folder.resolve("nginx.txt"));
        ServerProcess sogod = ServerProcess.startAs(
                List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", """
                        mount --bind "$1/etc" /etc/sogo
                        exec setpriv --reuid=sogo --regid=sogo --clear-groups env HOME="$1/home" SSL_CERT_FILE="$1/authority.pem" \
                          sogod -WOWorkersCount 3 -WOPidFile "$1/sogo.pid" -WOLogFile "$1/sogo.log" -WONoDetach YES
                        """, "sogo", folder.toString()),
                folder.resolve("sogod.txt"));
        Sogo sogo = new Sogo(folder, sogod, nginx, memcached, port, browser);
        try {
            Eventually.isTrue(START, "SOGo", () -> {
                try (LineClient client = LineClient.connect(port)) {
                    client.send("GET /SOGo/ HTTP/1.0\r\n");
                    return client.readLine().contains("200");
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (AssertionError e) {
            String log = sogo.log() + sogod.output() + nginx.output();
            sogo.close();
            throw new AssertionError(log, e);
        }
        return sogo;
    }

    /** Settings, and others that take the place of those of the same name. */
    private static String merged(String file, String settings) {
        Set<String> keys = new HashSet<>();
        for (String line : settings.lines().toList()) {
            Matcher matcher = KEY.matcher(line);
            if (!line.startsWith(" ") && matcher.find()) {
                keys.add(matcher.group(1));
            }
        }
        StringBuilder merged = new StringBuilder();
        for (String line : file.substring(0, file.lastIndexOf('}')).lines().toList()) {
            Matcher matcher = KEY.matcher(line);
            if (!matcher.find() || !keys.contains(matcher.group(1))) {
                merged.append(line).append('\n');
            }
        }
        return merged + settings + "}\n";
    }

    /** Logs in, in place of whoever was. */
    void login(String name, String password) throws Exception {
        browser.open("about:blank");
        browser.forget();
        browser.open("http://127.0.0.1:" + port + "/SOGo/");
        browser.type("input[ng-model='app.creds.username']", name);
        browser.type("#passwordField", password);
        browser.click("button[type=submit]");
        account = name;
        seeFolder("Inbox");
    }

    /** Opens one of its pages. */
    void page(String path) throws IOException {
        // Else only what stands behind # would change.
        browser.open("about:blank");
        browser.open("http://127.0.0.1:" + port + "/SOGo/so/" + account + "/" + path);
    }

    /** Opens the list of a folder, as it is shown. */
    void folder(String name) throws Exception {
        page("Mail/view");
        browser.click(".sg-mailbox-list-item .sg-item-name", name);
        browser.see(".sg-folder-name", name);
    }

    void seeFolder(String name) throws Exception {
        browser.see(".sg-mailbox-list-item .sg-item-name", name);
    }

    /** Opens the branch of a folder that has others below. */
    void unfold(String name) throws Exception {
        browser.await("the branch " + name, """
                const item = [...document.querySelectorAll('.sg-mailbox-list-item')].find(e => e.textContent.includes(arguments[0]));
                if (!item) return false;
                const box = item.querySelector('md-checkbox.sg-folder');
                if (box.getAttribute('aria-checked') !== 'true') box.click();
                return box.getAttribute('aria-checked') === 'true';
                """, name);
    }

    /** Makes a folder beside INBOX. */
    void makeFolder(String name) throws Exception {
        browser.click("md-icon[ng-click='$mdMenu.open($event)'][aria-label=Options]");
        browser.click("button[ng-click='app.newFolder(account)']");
        browser.type("md-dialog input", name);
        browser.click("md-dialog button[type=submit]");
        seeFolder(name);
    }

    /** Does something of the menu of the folder that is open. */
    void folderMenu(String action) throws Exception {
        browser.click(".sg-mailbox-list-item.sg-selected md-icon[ng-click='$ctrl.showMenu($event)']");
        browser.click("button[ng-click^='$menuCtrl." + action + "']");
    }

    /** Opens the dialog by which a folder is shared. On a busy machine it comes without what there is now and then: then it is opened once more. */
    void share(String name) throws Exception {
        for (int tries = 0; tries < 4; tries++) {
            folder(name);
            folderMenu("share");
            browser.see("md-dialog md-autocomplete input");
            if (hasCard("Any Authenticated User")) {
                return;
            }
        }
        throw new AssertionError("nobody is in the dialog; picture: " + browser.picture("failed"));
    }

    private boolean hasCard(String text) throws Exception {
        try {
            Eventually.isTrue(
                    Duration.ofSeconds(8),
                    text,
                    () -> browser.run(
                                    "return [...document.querySelectorAll('md-dialog md-card')].some(e => e.textContent.includes(arguments[0]))",
                                    text)
                            .equals(true));
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    /** Chooses a message in the list by its subject, which shows it beside the list. */
    void read(String subject) throws Exception {
        browser.click("button[ng-click='mailbox.selectMessage(currentMessage)'][aria-label=\"" + subject + "\"]");
        seeInMessage(subject);
    }

    void seeInMessage(String text) throws Exception {
        browser.see("[ui-view=message]", text);
    }

    void seeInList(String subject) throws Exception {
        browser.see(".sg-message-list-item", subject);
    }

    void seeNotInList(String subject) throws Exception {
        browser.seeNot(".sg-message-list-item", subject);
    }

    /** Writes a letter and sends it. */
    void send(List<String> to, String subject, List<String> lines, Path attached) throws Exception {
        browser.click("button[aria-label='Write a new message']");
        browser.click("button[ng-click='mailbox.newMessage($event)']");
        for (String one : to) {
            browser.type("md-dialog md-chips input", one + ",");
            browser.see("md-dialog md-chip", one);
        }
        browser.type("md-dialog input[name=subject]", subject);
        browser.type("#fileInput", attached.toString());
        browser.see("md-dialog md-chip", attached.getFileName().toString());
        browser.enter("iframe.cke_wysiwyg_frame");
        browser.click("body");
        browser.type("body", String.join("\uE007", lines));
        browser.leave();
        browser.picture("letter");
        browser.click("md-dialog button[sg-ripple-click=mailEditor]");
        browser.await("the letter is away", "return !document.querySelector('md-dialog')");
    }

    /** Opens a page of the settings for mail. */
    void settings(String tab) throws Exception {
        page("Preferences#!/mailer");
        browser.click("md-tab-item", tab);
    }

    /** Chooses an option of one of its lists by what it says. */
    void choose(String css, String option) throws Exception {
        browser.click(css);
        browser.click(".md-select-menu-container.md-active md-option", option);
        browser.await("the list is closed", "return !document.querySelector('.md-select-menu-container.md-active')");
    }

    /** Types the beginning of something, and takes what is suggested then. A field that is still being drawn forgets what was typed. */
    void suggested(String css, String text, String wanted) throws Exception {
        browser.await("the suggestion " + wanted, """
                const list = [...document.querySelectorAll('.md-autocomplete-suggestions li')];
                if (list.some(e => e.textContent.includes(arguments[2]) && e.getClientRects().length > 0)) return true;
                const field = document.querySelector(arguments[0]);
                if (field && Date.now() - (window.typedAt || 0) > 8000) {
                  window.typedAt = Date.now();
                  field.focus();
                  for (const text of ['', arguments[1]]) {
                    field.value = text;
                    field.dispatchEvent(new Event('input', {bubbles: true}));
                    field.dispatchEvent(new Event('change', {bubbles: true}));
                  }
                }
                return false;
                """, css, text, wanted);
        browser.click(".md-autocomplete-suggestions li", wanted);
    }

    /** Keeps what was set, and waits until it is kept. */
    void save() throws Exception {
        browser.click("button[ng-click='app.save(preferencesForm)']:not([disabled])");
        browser.await(
                "it is kept",
                "return document.querySelector(\"button[ng-click='app.save(preferencesForm)']\").disabled");
    }

    private String log() throws IOException {
        Path file = folder.resolve("sogo.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private List<String> errors() throws IOException {
        return log().lines()
                .filter(line -> line.contains("[ERROR]") || line.contains("EXCEPTION"))
                .filter(line -> !line.contains("found no viewer for MIME type"))
                .filter(line -> !line.contains("client disconnected during delivery"))
                .filter(line -> !line.contains("No child available")) // it is not warm yet
                .filter(line -> !line.contains("flag = NONEXISTENT")) // a folder that it has just moved away itself
                .toList();
    }

    /** The errors in its log since this was last asked, but for that there is no picture of some kind of attachment. */
    List<String> complaints() throws IOException {
        List<String> found = errors();
        List<String> fresh = List.copyOf(found.subList(told, found.size()));
        told = found.size();
        return fresh;
    }

    /**
     * The tagged answers of our IMAP server that said no, but for folders that are not there yet, and to questions about others' folders. They are
     * written when SOGo ends.
     */
    List<String> refusals() throws IOException {
        Map<String, String> commands = new HashMap<>();
        List<String> refused = new ArrayList<>();
        for (MatchResult line : SAID.matcher(log() + sogod.output()).results().toList()) {
            if (line.group(1).equals("C")) {
                commands.put(line.group(2), line.group(3));
            } else if (REFUSAL.matcher(line.group(3)).matches()) {
                String command = commands.getOrDefault(line.group(2), "");
                if (!OF_OTHERS.matcher(command).matches()) {
                    refused.add(line.group(3) + " to " + command);
                }
            }
        }
        return refused;
    }

    /** Ends SOGo, and what it has with it. */
    @Override
    public void close() throws IOException {
        sogod.process().destroy();
        try {
            // It waits for whoever still asks something of it.
            sogod.process().waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sogod.process().descendants().forEach(ProcessHandle::destroyForcibly);
            sogod.close();
            nginx.process().descendants().forEach(ProcessHandle::destroyForcibly);
            nginx.close();
            memcached.close();
        }
    }
}
