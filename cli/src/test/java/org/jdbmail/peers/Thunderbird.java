package org.jdbmail.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbmail.e2e.Program;
import org.jdbmail.testkit.browser.Marionette;
import org.jdbmail.testkit.net.Eventually;

/** Debian's Thunderbird without a window, with a fresh profile, in which scripts do what somebody at the screen would have it do. */
final class Thunderbird implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(40);
    private static final int PORT = 2828;

    /** What a fresh profile asks or shows, and what would ask for a password before a script can tell it. */
    private static final String QUIET = """
            user_pref("mail.provider.suppress_dialog_on_startup", true);
            user_pref("mail.shell.checkDefaultClient", false);
            user_pref("mailnews.start_page.enabled", false);
            user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
            user_pref("mail.biff.show_alert", false);
            user_pref("mail.biff.play_sound", false);
            user_pref("mail.server.server1.login_at_startup", false);
            user_pref("mail.server.server1.check_new_mail", false);
            user_pref("mail.server.server2.login_at_startup", false);
            user_pref("mail.server.server2.check_new_mail", false);
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

    private final Process process;
    private final Marionette marionette;

    private Thunderbird(Process process, Marionette marionette) {
        this.process = process;
        this.marionette = marionette;
    }

    /**
     * Starts it.
     *
     * @param folder for its profile
     * @param certificate of the server, which it is to trust
     * @param preferences lines of its user.js
     */
    static Thunderbird start(Path folder, Path certificate, String preferences) throws Exception {
        Path profile = Files.createDirectories(folder.resolve("profile"));
        for (List<String> command : List.of(
                List.of("certutil", "-N", "-d", "sql:" + profile, "--empty-password"),
                List.of("certutil", "-A", "-n", "mail.example.org", "-t", "C,,", "-i", certificate.toString(), "-d", "sql:" + profile))) {
            Program.run(START, folder, Map.of(), command).orFail();
        }
        Files.writeString(profile.resolve("user.js"), preferences + QUIET);
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
        builder.environment().put("MOZ_LOG", "IMAP:4,POP3:4,SMTP:4");
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
            return new Thunderbird(process, marionette);
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Runs a script, which has {@link #TOOLS}. */
    Object run(String script, Object... arguments) throws IOException {
        return marionette.run(TOOLS + script, arguments);
    }

    /** Puts an account's password where it keeps passwords, as if somebody had typed it and asked to have it remembered. */
    void password(String user, String password) throws IOException {
        run("""
                const LoginInfo = Components.Constructor("@mozilla.org/login-manager/loginInfo;1", Ci.nsILoginInfo, "init");
                for (const scheme of ["imap", "mailbox", "smtp"]) {
                  const origin = scheme + "://mail.example.org";
                  await Services.logins.addLoginAsync(new LoginInfo(origin, null, origin, args[0], args[1], "", ""));
                }
                """, user, password);
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

    /** Opens a folder, once it is there: the program brings it up to date, and then waits for news of it. */
    void open(String account, String name) throws Exception {
        Eventually.isTrue(START, "the folder " + name, () -> run("return !!folder(args[0], args[1]);", account, name)
                .equals(true));
        run("""
                folder(args[0], args[1]).QueryInterface(Ci.nsIMsgImapMailFolder).updateFolderWithListener(null, urlEnded()[0]);
                """, account, name);
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

    /** Begins to send a letter, by the server of that key. */
    void send(String server, String to, String subject, String text) throws IOException {
        run("""
                const identity = account("account1").defaultIdentity;
                identity.smtpServerKey = args[0];
                const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
                fields.from = identity.email;
                fields.to = args[1];
                fields.subject = args[2];
                fields.body = args[3];
                const [listener] = ended(["nsIMsgSendListener"],
                  ["onStartSending", "onProgress", "onSendProgress", "onStatus", "onGetDraftFolderURI", "onSendNotPerformed",
                   "onTransportSecurityError"]);
                const sending = Cc["@mozilla.org/messengercompose/send;1"].createInstance(Ci.nsIMsgSend);
                sending.createAndSendMessage(null, identity, "account1", fields, false, false, Ci.nsIMsgSend.nsMsgDeliverNow,
                  null, "text/plain", args[3], null, null, null, listener, null, null, Ci.nsIMsgCompType.New);
                """, server, to, subject, text);
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
