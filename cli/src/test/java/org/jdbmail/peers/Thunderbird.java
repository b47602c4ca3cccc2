package org.jdbmail.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbmail.e2e.Program;
import org.jdbmail.testkit.browser.Marionette;
import org.jdbmail.testkit.net.Eventually;

/** Debian's Thunderbird without a window, with a fresh profile, in which scripts do what somebody at the screen would have it do. */
final class Thunderbird implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final int PORT = 2828;

    /** What a fresh profile asks or shows, and what would go elsewhere. */
    private static final String QUIET = """
            user_pref("mail.provider.suppress_dialog_on_startup", true);
            user_pref("mail.shell.checkDefaultClient", false);
            user_pref("mailnews.start_page.enabled", false);
            user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
            user_pref("mail.biff.show_alert", false);
            user_pref("mail.biff.play_sound", false);
            """;

    /** What the scripts below share. */
    private static final String TOOLS = """
            const {MailServices} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
            const account = key => MailServices.accounts.accounts.find(a => a.key === key);
            const folder = (key, name) => account(key).incomingServer.rootFolder.descendants.find(f =>
              f.name.toLowerCase() === name.toLowerCase() || name === "Inbox" && f.getFlag(Ci.nsMsgFolderFlags.Inbox));
            const subjects = f => f ? [...f.messages].map(h => h.mime2DecodedSubject).sort() : [];
            const message = (f, subject) => {
              const found = [...f.messages].find(h => h.mime2DecodedSubject === subject);
              if (!found) throw new Error("no message " + subject + " in " + f.name);
              return found;
            };
            // Some interfaces have names with a capital, and had small ones; a listener answers to both.
            const ended = (interfaces, names) => {
              const listener = {QueryInterface: ChromeUtils.generateQI(interfaces)};
              const set = (name, what) => {
                listener[name] = what;
                listener[name[0].toUpperCase() + name.slice(1)] = what;
              };
              const promise = new Promise((done, failed) => {
                for (const name of names) set(name, () => null);
                const stop = (status, text) => status ? failed(new Error(text + " 0x" + (status >>> 0).toString(16))) : done();
                set("onStopRunningUrl", (url, status) => stop(status, "url"));
                set("onStopCopy", status => stop(status, "copy"));
                set("onStopSending", (id, status, text) => stop(status, "sending " + text));
              });
              return [listener, promise];
            };
            const urlEnded = () => ended(["nsIUrlListener"], ["onStartRunningUrl"]);
            const copyEnded = () => ended(["nsIMsgCopyServiceListener"], ["onStartCopy", "onProgress", "setMessageKey", "getMessageId"]);
            """;

    private final Path folder;
    private final Process process;
    private final Marionette marionette;

    private Thunderbird(Path folder, Process process, Marionette marionette) {
        this.folder = folder;
        this.process = process;
        this.marionette = marionette;
    }

    /**
     * Starts it.
     *
     * @param folder for its profile
     * @param certificate of the server, which it is to trust
     */
    static Thunderbird start(Path folder, Path certificate) throws Exception {
        Path profile = Files.createDirectories(folder.resolve("profile"));
        for (List<String> command : List.of(
                List.of("certutil", "-N", "-d", "sql:" + profile, "--empty-password"),
                List.of(
                        "certutil",
                        "-A",
                        "-n",
                        "mail.example.org",
                        "-t",
                        "C,,",
                        "-i",
                        certificate.toString(),
                        "-d",
                        "sql:" + profile))) {
            Program.run(START, folder, Map.of(), command).orFail();
        }
        Files.writeString(profile.resolve("user.js"), QUIET);
        ProcessBuilder builder = new ProcessBuilder(
                        "thunderbird",
                        "--headless",
                        "--marionette",
                        "--remote-allow-system-access",
                        "--no-remote",
                        "--profile",
                        profile.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("thunderbird.log").toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("MOZ_LOG", "timestamp,sync,IMAP:4,POP3:4");
        builder.environment().put("MOZ_LOG_FILE", folder.resolve("protocol").toString());
        Process process = builder.start();
        try {
            Marionette marionette = Eventually.get(START, "Thunderbird", () -> {
                try {
                    return Optional.of(Marionette.connect(PORT));
                } catch (java.net.ConnectException e) {
                    return Optional.empty();
                }
            });
            return new Thunderbird(folder, process, marionette);
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Runs a script, which has {@link #TOOLS}. */
    Object run(String script, Object... arguments) throws IOException {
        return marionette.run(TOOLS + script, arguments);
    }

    /**
     * Has it find the settings of an address by itself, try them and make an account of them, as it does for somebody who types an address and a
     * password.
     *
     * @param type {@code imap} or {@code pop3}
     * @return the account's key
     */
    String setUp(String address, String password, String type) throws IOException {
        return run("""
                const {FindConfig} = ChromeUtils.importESModule("resource:///modules/accountcreation/FindConfig.sys.mjs");
                const {AccountConfig} = ChromeUtils.importESModule("resource:///modules/accountcreation/AccountConfig.sys.mjs");
                const {ConfigVerifier} = ChromeUtils.importESModule("resource:///modules/accountcreation/ConfigVerifier.sys.mjs");
                const {CreateInBackend} = ChromeUtils.importESModule("resource:///modules/accountcreation/CreateInBackend.sys.mjs");
                const [address, password, type] = args;
                const signal = new AbortController().signal;
                // It waits five seconds for an answer, which is little where both are just starting on a busy machine.
                let config = null;
                for (let tries = 0; !config && tries < 5; tries++) {
                  const finding = FindConfig.parallelAutoDiscovery(address.split("@")[1], address, signal, password, "");
                  let step = await finding.next();
                  while (!step.done) step = await finding.next();
                  config = step.value;
                }
                if (!config) throw new Error("no settings were found");
                AccountConfig.replaceVariables(config, address.split("@")[0], address, password);
                if (type !== config.incoming.type) config.incoming = config.incomingAlternatives.find(one => one.type === type);
                config.rememberPassword = true;
                config.incoming.leaveMessagesOnServer = false;
                const window = Services.wm.getMostRecentWindow("mail:3pane");
                const verified = await new ConfigVerifier(window?.msgWindow ?? null, signal).verifyConfig(config, false);
                const made = await CreateInBackend.createAccountInBackend(verified);
                const {incoming, outgoing, subSource} = verified;
                return [made.key, subSource, incoming.type, incoming.hostname, incoming.port, incoming.socketType, incoming.username,
                  outgoing.hostname, outgoing.port, outgoing.socketType, outgoing.username].join(" ");
                """, address, password, type).toString();
    }

    /** Begins to look for new mail and folders. */
    void getMail(String account) throws IOException {
        run("""
                const server = account(args[0]).incomingServer;
                const [listener] = urlEnded();
                if (!folder(args[0], "Inbox") && server.type !== "imap") throw new Error("no Inbox");
                if (server.type === "imap") {
                  server.performExpand(null);
                  server.getNewMessages(server.rootFolder, null, listener);
                } else {
                  MailServices.pop3.GetNewMail(null, listener, folder(args[0], "Inbox"), server);
                }
                """, account);
    }

    /** Opens a folder, once it is there: it is brought up to date, and news of it is waited for by IDLE when this returns. */
    void open(String account, String name) throws Exception {
        awaitFolder(account, name);
        long before = idles(name);
        run("""
                folder(args[0], args[1]).QueryInterface(Ci.nsIMsgImapMailFolder).updateFolderWithListener(null, urlEnded()[0]);
                """, account, name);
        // What comes before that, in the answers to other commands, it looks at only when something else comes.
        Eventually.isTrue(START, "waiting for news of " + name, () -> idles(name) > before);
    }

    private long idles(String name) throws IOException {
        return talk().lines()
                .filter(line -> line.toLowerCase(Locale.ROOT)
                        .contains(name.toLowerCase(Locale.ROOT) + ":createnewlinefromsocket: + idling"))
                .count();
    }

    /** What it wrote of its talk with servers. */
    String talk() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("protocol"))
                    .toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    /** Waits until these are the subjects in a folder, in the order of the alphabet. */
    void await(String account, String name, String... subjects) throws Exception {
        Object[] last = {""};
        try {
            Eventually.isTrue(START, List.of(subjects) + " in " + name, () -> {
                last[0] = run("return subjects(folder(args[0], args[1]));", account, name);
                return last[0].equals(List.of(subjects));
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; there are " + last[0], e);
        }
    }

    /** Makes a folder, and waits until it is there. */
    void makeFolder(String account, String name) throws Exception {
        run("""
                account(args[0]).incomingServer.rootFolder.createSubfolder(args[1], null);
                """, account, name);
        awaitFolder(account, name);
    }

    private void awaitFolder(String account, String name) throws Exception {
        Eventually.isTrue(
                START,
                "the folder " + name,
                () -> run("return !!folder(args[0], args[1]);", account, name).equals(true));
    }

    /** Marks a message by a call on its folder, in which {@code messages} is a list of it alone. */
    void mark(String account, String name, String subject, String call) throws IOException {
        run("""
                const place = folder(args[0], args[1]), messages = [message(place, args[2])];
                place.CALL;
                """.replace("CALL", call), account, name, subject);
    }

    /** Waits until a message has, or no longer has, a property of {@code nsIMsgDBHdr}. */
    void awaitMark(String account, String name, String subject, String property, boolean isSet) throws Exception {
        Eventually.isTrue(
                START,
                subject + " " + property + " " + isSet,
                () -> run(
                                "return message(folder(args[0], args[1]), args[2])[args[3]];",
                                account,
                                name,
                                subject,
                                property)
                        .equals(isSet));
    }

    /** Begins to copy, or to move, a message to another folder of the account. */
    void copy(String account, String from, String subject, String to, boolean isMove) throws IOException {
        run("""
                const [listener] = copyEnded();
                const from = folder(args[0], args[1]);
                MailServices.copy.copyMessages(from, [message(from, args[2])], folder(args[0], args[3]), args[4], listener, null, false);
                """, account, from, subject, to, isMove);
    }

    /** Begins to delete a message, by which it goes to Trash. */
    void delete(String account, String name, String subject) throws IOException {
        run("""
                const [listener] = copyEnded();
                const place = folder(args[0], args[1]);
                place.deleteMessages([message(place, args[2])], null, false, false, listener, false);
                """, account, name, subject);
    }

    /** The whole of a message. */
    String text(String account, String name, String subject) throws IOException {
        return run("""
                const place = folder(args[0], args[1]);
                const uri = place.getUriForMsg(message(place, args[2]));
                return new Promise((done, failed) => {
                  let text = "";
                  MailServices.messageServiceFromURI(uri).streamMessage(uri, {
                    QueryInterface: ChromeUtils.generateQI(["nsIStreamListener"]),
                    onStartRequest() {},
                    onDataAvailable(request, input, offset, count) {
                      const scriptable = Cc["@mozilla.org/scriptableinputstream;1"].createInstance(Ci.nsIScriptableInputStream);
                      scriptable.init(input);
                      text += scriptable.read(count);
                    },
                    onStopRequest(request, status) { status ? failed(new Error("0x" + (status >>> 0).toString(16))) : done(text); },
                  }, null, null, false, "");
                });
                """, account, name, subject).toString();
    }

    /** Begins to send a letter, by the server on that port: the one that was found, or one with STARTTLS, which gets the same password. */
    void send(String account, int port, String to, String subject, String text) throws IOException {
        run("""
                const identity = account(args[4]).defaultIdentity;
                const usual = MailServices.outgoingServer.getServerByKey(identity.smtpServerKey);
                let server = MailServices.outgoingServer.servers.find(one =>
                  one.username === usual.username && one.QueryInterface(Ci.nsISmtpServer).port === args[0]);
                if (!server) {
                  server = MailServices.outgoingServer.createServer("smtp");
                  server.QueryInterface(Ci.nsISmtpServer);
                  server.hostname = usual.QueryInterface(Ci.nsISmtpServer).hostname;
                  server.port = args[0];
                  server.socketType = Ci.nsMsgSocketType.alwaysSTARTTLS;
                  server.authMethod = usual.authMethod;
                  server.username = usual.username;
                }
                identity.smtpServerKey = server.key;
                const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
                fields.from = identity.email;
                fields.to = args[1];
                fields.subject = args[2];
                fields.body = args[3];
                const [listener] = ended(["nsIMsgSendListener"],
                  ["onStartSending", "onProgress", "onSendProgress", "onStatus", "onGetDraftFolderURI", "onSendNotPerformed",
                   "onTransportSecurityError"]);
                const sending = Cc["@mozilla.org/messengercompose/send;1"].createInstance(Ci.nsIMsgSend);
                sending.createAndSendMessage(null, identity, args[4], fields, false, false, Ci.nsIMsgSend.nsMsgDeliverNow,
                  null, "text/plain", args[3], null, null, listener, null, null, Ci.nsIMsgCompType.New);
                """, port, to, subject, text, account);
    }

    @Override
    public void close() throws IOException {
        marionette.close();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
