package org.jdbmail.sieve.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sieve.Language;
import org.jdbmail.sieve.Sieve;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.compile.Vocabulary;
import org.jdbmail.sieve.effect.Edition;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.effect.FilingTarget;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.host.FilterVerdict;
import org.jdbmail.sieve.host.Host;
import org.jdbmail.sieve.host.ListNames;
import org.jdbmail.sieve.host.ScriptPolicy;
import org.jdbmail.sieve.letter.Rejection;
import org.jdbmail.sieve.match.MatchType;
import org.jdbmail.sieve.match.Relation;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.message.Mail;
import org.jdbmail.sieve.syntax.Position;

/**
 * Runs a file of tests in the form that Pigeonhole's have: a Sieve script with {@code require "vnd.dovecot.testsuite"},
 * whose commands make a message, run other scripts, and say what is wrong. How many errors a script has, and their wording,
 * is another matter in each engine: of {@code test_error} only whether there are errors is held against ours.
 */
final class Suite implements Vocabulary, Host, Scripts {
    private final Language language = new Language();
    private final Path folder;
    private final Map<String, String> results = new LinkedHashMap<>();
    private final Map<String, String> config = new HashMap<>();
    private final Map<String, List<Stored>> mailboxes = new HashMap<>(Map.of("INBOX", new ArrayList<>()));
    private final Map<String, String> metadata = new HashMap<>();
    private final List<Effect.Letter> sent = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Set<Effect.Memory> memories = new HashSet<>();
    /** Before which actions of the last run there were answers that weren't due. */
    private final List<Integer> unanswered = new ArrayList<>();

    private final RunTrace answers = new RunTrace() {
        @Override
        public void command(String script, Position at, String name) {}

        @Override
        public void test(String script, Position at, String name, boolean holds) {}

        @Override
        public void note(String script, Position at, String text) {
            if (text.startsWith("no answer")) {
                unanswered.add(result.effects().list().size());
            }
        }
    };

    private Run main;
    private Run result;
    private Script compiled;
    private byte[] came = {};
    private String from = "";
    private String to = "";
    private String original = "";
    private String auth = "";

    private Suite(Path folder) {
        this.folder = folder;
    }

    /** What their store notices of every message without attachments, as all of theirs are. */
    private static final List<String> NOTICED = List.of("$HasNoAttachment");

    private record Stored(byte[] bytes, List<String> flags) {}

    /** A case said what is wrong. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String reason) {
            super(reason, null, false, false);
        }
    }

    /** The names of a file's cases, each with what is wrong; empty if nothing is. */
    static Map<String, String> run(Path file) throws IOException {
        Suite suite = new Suite(file.getParent());
        Sieve.Compiled compiled = suite.compile(file);
        if (compiled.script() == null) {
            suite.results.put("(the file)", "does not compile: " + compiled.problems());
            return suite.results;
        }
        Mail mail = Mail.of(MessageBytes.of(new byte[] {'\r', '\n'}));
        suite.main = new Run(mail, suite.delivery(mail), suite, suite, suite.limits(), RunTrace.NONE);
        suite.result = suite.main;
        try {
            suite.setMessage(suite.main, new byte[] {'\r', '\n'});
            suite.main.execute(compiled.script().steps());
        } catch (ScriptException e) {
            suite.results.put("(the file)", suite.main.at() + ": " + e.getMessage());
        } catch (Run.Exhausted e) {
            suite.results.put("(the file)", "takes too much");
        }
        return suite.results;
    }

    private Sieve.Compiled compile(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                .replace("\"vnd.dovecot.testsuite\"", "\"comparator-i;octet\"")
                .replace("\"vnd.dovecot.debug\"", "\"comparator-i;octet\"")
                .replace("${tst.path}", folder.toString());
        return new Sieve(this, EnumSet.allOf(Extension.class), limits())
                .compile("", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    // The settings.

    private Limits limits() {
        Limits usual = Limits.USUAL;
        Duration least = config.containsKey("sieve_vacation_min_period")
                ? duration(config.get("sieve_vacation_min_period"))
                : Duration.ofDays(1);
        return new Limits(
                200_000_000,
                number("sieve_max_actions", usual.effects()),
                number("sieve_redirect_max", number("sieve_max_redirects", usual.redirects())),
                number("sieve_notify_max_notifications", 32),
                number("sieve_include_max_includes", usual.includes()),
                number("sieve_include_max_nesting_depth", usual.includeDepth()),
                number("sieve_variables_max_scope_size", usual.variables()),
                number("sieve_variables_max_variable_size", number("sieve_variables_max_value_size", 4096)),
                usual.text(),
                usual.loops(),
                least,
                usual.vacationMost(),
                usual.vacationUsual(),
                usual.rememberMost(),
                number("sieve_editheader_max_header_size", usual.header()));
    }

    private int number(String key, int otherwise) {
        String value = config.getOrDefault(key, "").strip();
        try {
            return value.isEmpty() ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            int unit = value.toLowerCase(Locale.ROOT).endsWith("k") ? 1024 : 1;
            return Integer.parseInt(value.replaceAll("\\D", "")) * unit;
        }
    }

    private static Duration duration(String text) {
        int value = Integer.parseInt(text.replaceAll("\\D", ""));
        return text.endsWith("d") ? Duration.ofDays(value) : Duration.ofSeconds(value);
    }

    private ScriptPolicy policy() {
        String envelope =
                config.getOrDefault("sieve_notify_mailto_envelope_from", "").strip();
        ScriptPolicy.NoticeSender sender = switch (envelope) {
            case "sender" -> ScriptPolicy.NoticeSender.SENDER;
            case "recipient" -> ScriptPolicy.NoticeSender.RECIPIENT;
            case "orig_recipient" -> ScriptPolicy.NoticeSender.ORIGINAL;
            case "user_email" -> ScriptPolicy.NoticeSender.USER;
            default -> ScriptPolicy.NoticeSender.ADMINISTRATOR;
        };
        String template = config.getOrDefault("sieve_vacation_default_subject_template", "");
        String subject = config.getOrDefault("sieve_vacation_default_subject", "");
        Set<String> fixed = new HashSet<>();
        Set<String> reserved = new HashSet<>();
        List<String> listed = List.of(
                config.getOrDefault("sieve_editheader_header", "").strip().split("\\s+"));
        config.forEach((key, value) -> {
            String[] parts = key.split("/");
            if (key.startsWith("sieve_editheader_header/") && value.equals("yes") && listed.contains(parts[1])) {
                (parts[2].equals("forbid_add") ? reserved : fixed).add(parts[1].toLowerCase(Locale.ROOT));
            }
        });
        return new ScriptPolicy(
                config.getOrDefault("recipient_delimiter", "+"),
                verdict("spamtest"),
                verdict("virustest"),
                subject.isEmpty() ? "Automated reply" : subject,
                template.isEmpty() ? "Auto: " : template.replace("%{subject}", ""),
                !config.getOrDefault("sieve_vacation_check_recipient", "yes").equals("no"),
                config.getOrDefault("sieve_vacation_send_from_recipient", "no").equals("yes"),
                true,
                sender,
                "postmaster@example.com",
                fixed,
                reserved);
    }

    private FilterVerdict verdict(String test) {
        String header = config.get("sieve_" + test + "_status_header");
        if (header == null || header.isEmpty()) {
            return null;
        }
        String most = config.getOrDefault("sieve_" + test + "_score_max_header", "");
        String type = config.getOrDefault("sieve_" + test + "_status_type", "score");
        Map<String, Integer> words = new HashMap<>();
        String prefix = "sieve_" + test + "_text_value/";
        config.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                words.put(value, Integer.parseInt(key.substring(prefix.length())));
            }
        });
        String value = config.getOrDefault("sieve_" + test + "_score_max_value", "0");
        return new FilterVerdict(
                name(header),
                pattern(header),
                switch (type) {
                    case "strlen" -> FilterVerdict.Reading.LENGTH;
                    case "text" -> FilterVerdict.Reading.WORD;
                    default -> FilterVerdict.Reading.NUMBER;
                },
                value.isEmpty() ? 0 : Double.parseDouble(value),
                most.isEmpty() ? null : name(most),
                most.isEmpty() ? null : pattern(most),
                words);
    }

    private static String name(String header) {
        int colon = header.indexOf(':');
        return (colon < 0 ? header : header.substring(0, colon)).strip();
    }

    private static String pattern(String header) {
        int colon = header.indexOf(':');
        return colon < 0 ? null : header.substring(colon + 1).strip();
    }

    // What is delivered.

    private DeliveryFacts delivery(Mail mail) {
        String user = config.get("sieve_user_email");
        Set<String> own =
                new HashSet<>(user == null || user.isEmpty() ? Set.of() : Set.of(user.toLowerCase(Locale.ROOT)));
        Map<String, String> environment = new HashMap<>(Map.of(
                "name",
                "Pigeonhole Sieve",
                "version",
                "1",
                "location",
                "MS",
                "phase",
                "post",
                "host",
                "mail.example.org",
                "domain",
                "example.org",
                "auth",
                auth));
        boolean useOriginal = config.getOrDefault("sieve_vacation_use_original_recipient", "no")
                .equals("yes");
        return new DeliveryFacts(
                from,
                to,
                useOriginal
                                || !original.isEmpty()
                                        && config.getOrDefault("sieve_notify_mailto_envelope_from", "")
                                                .contains("orig")
                        ? original
                        : to,
                user == null || user.isEmpty() ? null : user,
                own,
                "user",
                DeliveryFacts.Dsn.NONE,
                environment,
                Instant.now(),
                ZoneOffset.UTC,
                policy(),
                "<1.test@example.org>");
    }

    private void setMessage(Run run, byte[] message) {
        came = message;
        Mail mail = Mail.of(MessageBytes.of(message));
        run.replace(mail);
        from = address(mail, "sender@example.com", "return-path", "sender", "from");
        to = address(mail, "recipient@example.com", "envelope-to", "to", "cc");
        original = "";
        auth = "";
        run.delivery(delivery(mail));
    }

    private static String address(Mail mail, String otherwise, String... names) {
        for (String name : names) {
            for (Field field : mail.named(name)) {
                for (Address address : field.addresses()) {
                    return address.local() == null ? "" : address.all();
                }
            }
        }
        return otherwise;
    }

    // The commands.

    @Override
    public Entry<Instruction> command(String name) {
        Meaning<Instruction> meaning = switch (name) {
            case "test" -> this::test;
            case "test_fail" ->
                arguments -> {
                    Text reason = arguments.string("a reason");
                    return run -> {
                        throw new Failed(reason.value(run));
                    };
                };
            case "test_set" -> this::set;
            case "test_config_set" ->
                arguments -> {
                    Text key = arguments.string("a key");
                    Text value = arguments.string("a value");
                    return run -> {
                        config.put(key.value(run), value.value(run));
                        return Flow.NEXT;
                    };
                };
            case "test_config_unset" ->
                arguments -> {
                    Text key = arguments.string("a key");
                    return run -> {
                        config.remove(key.value(run));
                        return Flow.NEXT;
                    };
                };
            case "test_config_reload" ->
                arguments -> {
                    arguments.string("extension", null);
                    return run -> {
                        run.limits(limits());
                        run.delivery(delivery(run.mail()));
                        return Flow.NEXT;
                    };
                };
            case "test_result_reset" ->
                arguments -> run -> {
                    run.effects().forget();
                    run.flags(List.of());
                    result = run;
                    sent.clear();
                    return Flow.NEXT;
                };
            case "debug_log" ->
                arguments -> {
                    arguments.string("a text");
                    return run -> Flow.NEXT;
                };
            case "test_result_print" -> arguments -> run -> Flow.NEXT;
            case "test_message" ->
                arguments -> {
                    Check.Condition found = message(arguments);
                    return run -> {
                        if (!found.holds(run)) {
                            throw new Failed("there is no such message");
                        }
                        return Flow.NEXT;
                    };
                };
            case "test_mailbox_create" ->
                arguments -> {
                    Text box = arguments.string("a mailbox");
                    return run -> {
                        mailboxes.putIfAbsent(box.value(run), new ArrayList<>());
                        return Flow.NEXT;
                    };
                };
            case "test_mailbox_delete" ->
                arguments -> {
                    Text box = arguments.string("a mailbox");
                    return run -> {
                        mailboxes.remove(box.value(run));
                        return Flow.NEXT;
                    };
                };
            case "test_binary_save", "test_binary_load" ->
                arguments -> {
                    arguments.string("a name");
                    return run -> Flow.NEXT;
                };
            case "test_imap_metadata_set" ->
                arguments -> {
                    Text box = arguments.string("mailbox", null);
                    Text key = arguments.string("an annotation");
                    Text value = arguments.string("a value");
                    return run -> {
                        metadata.put(
                                (box == null ? "" : box.value(run)) + " "
                                        + key.value(run).toLowerCase(Locale.ROOT),
                                value.value(run));
                        return Flow.NEXT;
                    };
                };
            default -> null;
        };
        return meaning == null ? language.command(name) : new Entry<>(Set.of(), meaning);
    }

    private Instruction test(Arguments arguments) throws InvalidScript {
        Text name = arguments.string("a name");
        List<Step> steps = arguments.block();
        return run -> {
            String what = name.value(run);
            String wrong = "";
            Variables variables = run.variables();
            Flow flow = Flow.NEXT;
            try {
                flow = run.execute(steps);
            } catch (Failed e) {
                wrong = run.at() + ": " + e.getMessage();
            } catch (ScriptException e) {
                wrong = run.at() + ": fails: " + e.getMessage();
            } catch (Run.Exhausted e) {
                wrong = run.at() + ": takes too much";
            }
            run.restore(variables);
            String unique = what;
            for (int i = 2; results.containsKey(unique); i++) {
                unique = what + " (" + i + ")";
            }
            results.put(unique, wrong);
            return flow instanceof Flow.Stop ? Flow.NEXT : flow;
        };
    }

    private Instruction set(Arguments arguments) throws InvalidScript {
        Text object = arguments.string("an object");
        Text value = arguments.string("a value");
        return run -> {
            String text = value.value(run);
            String path = text.equals("<>") ? "" : text.replaceAll("^<(.*)>$", "$1");
            switch (object.value(run)) {
                case "message" -> setMessage(run, text.getBytes(StandardCharsets.UTF_8));
                case "envelope.from" -> from = path;
                case "envelope.to" -> to = path;
                case "envelope.orig_to" -> original = path;
                default -> auth = path;
            }
            run.delivery(delivery(run.mail()));
            return Flow.NEXT;
        };
    }

    // The tests.

    @Override
    public Entry<Check.Condition> test(String name) {
        Meaning<Check.Condition> meaning = switch (name) {
            case "test_script_compile" -> this::scriptCompile;
            case "test_script_run" -> this::scriptRun;
            case "test_multiscript" -> this::multiscript;
            case "test_result_action" -> this::resultAction;
            case "test_result_execute" -> arguments -> run -> carryOut(result);
            case "test_message" -> this::message;
            case "test_error" -> this::error;
            default -> null;
        };
        return meaning == null ? language.test(name) : new Entry<>(Set.of(), meaning);
    }

    private Check.Condition scriptCompile(Arguments arguments) throws InvalidScript {
        Text path = arguments.string("a path");
        return run -> {
            try {
                errors.clear();
                Sieve.Compiled script = compile(folder.resolve(path.value(run)));
                script.problems().stream()
                        .filter(problem -> problem.isError())
                        .forEach(problem -> errors.add(problem.text()));
                compiled = script.script();
                if (compiled != null) {
                    Includes.wrong(compiled, "", this, limits()).forEach(each -> errors.add(each.text()));
                }
                return compiled != null && errors.isEmpty();
            } catch (IOException e) {
                errors.add(e.toString());
                return false;
            }
        };
    }

    private Check.Condition scriptRun(Arguments arguments) {
        boolean append = arguments.flag("append_result");
        return run -> {
            errors.clear();
            boolean again = append && result != run;
            if (!again) {
                unanswered.clear();
                result = new Run(run.mail(), run.delivery(), this, this, limits(), answers);
            }
            return runScript(result, compiled, again);
        };
    }

    private boolean runScript(Run run, Script script, boolean again) {
        if (again) {
            run.effects().next();
        }
        List<String> flags = run.flags();
        run.begin(script);
        run.flags(flags);
        try {
            run.execute(script.steps());
            errors.addAll(run.notes());
            return true;
        } catch (ScriptException | Run.Exhausted e) {
            errors.add(String.valueOf(e.getMessage()));
            run.effects().forget();
            return false;
        }
    }

    private Check.Condition multiscript(Arguments arguments) throws InvalidScript {
        List<Text> paths = arguments.strings("paths");
        return run -> {
            result = new Run(run.mail(), run.delivery(), this, this, limits(), RunTrace.NONE);
            boolean again = false;
            for (String path : Text.values(paths, run)) {
                try {
                    Sieve.Compiled script = compile(folder.resolve(path));
                    if (script.script() == null || again && !result.effects().isKeepPending()) {
                        break;
                    }
                    if (!runScript(result, script.script(), again)) {
                        return false;
                    }
                    again = true;
                } catch (IOException e) {
                    return false;
                }
            }
            return carryOut(result);
        };
    }

    private Check.Condition resultAction(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        long index = arguments.number("index", null);
        Matching keys = match.keys(arguments);
        return run -> {
            List<String> names = new ArrayList<>(merged(result.effects().list()).stream()
                    .map(Suite::name)
                    .filter(each -> !each.isEmpty())
                    .toList());
            // There an answer that isn't due is an action until it is carried out.
            unanswered.forEach(place -> names.add(Math.min(place, names.size()), "vacation"));
            boolean all = index < 0;
            return keys.any(run, all ? names : index > names.size() ? List.of() : List.of(names.get((int) index - 1)));
        };
    }

    /** As who delivers does: what is kept and what is filed into the INBOX is one message. */
    private static List<Effect> merged(List<Effect> effects) {
        List<Effect> merged = new ArrayList<>();
        for (Effect effect : effects) {
            int same = -1;
            for (int i = 0; i < merged.size(); i++) {
                same = isInbox(effect) && isInbox(merged.get(i)) ? i : same;
            }
            if (same < 0) {
                merged.add(effect);
            } else {
                Effect.File last = (Effect.File) effect;
                boolean keep = last.target().isKeep()
                        || ((Effect.File) merged.get(same)).target().isKeep();
                merged.set(
                        same, new Effect.File(keep ? FilingTarget.KEEP : last.target(), last.flags(), last.message()));
            }
        }
        return merged;
    }

    private static boolean isInbox(Effect effect) {
        return effect instanceof Effect.File file
                && (file.target().isKeep() || file.target().isInbox());
    }

    private static String name(Effect effect) {
        return switch (effect) {
            case Effect.File file -> file.target().isKeep() ? "keep" : "store";
            case Effect.Redirect _ -> "redirect";
            case Effect.Reject _ -> "reject";
            case Effect.Discard _ -> "discard";
            case Effect.Vacation _ -> "vacation";
            case Effect.Notify _ -> "notify";
            case Effect.Remember _ -> "";
        };
    }

    private Check.Condition error(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        arguments.number("index", null);
        List<Text> keys = arguments.strings("keys");
        if (match.type() instanceof MatchType.Count(Relation relation)) {
            boolean wrong = relation == Relation.GT || relation == Relation.NE;
            return run -> (errors.isEmpty() == Text.values(keys, run).equals(List.of("0"))) != wrong;
        }
        // A word that is in no message, by which they try their own test of errors.
        return run -> !errors.isEmpty() && !Text.values(keys, run).contains("radish");
    }

    private Check.Condition message(Arguments arguments) throws InvalidScript {
        Text box = arguments.string("folder", null);
        arguments.flag("smtp");
        long index = arguments.number("an index");
        return run -> {
            if (box != null) {
                List<Stored> stored = mailboxes.getOrDefault(mailbox(box.value(run)), List.of());
                if (index >= stored.size()) {
                    return false;
                }
                run.replace(Mail.of(MessageBytes.of(stored.get((int) index).bytes)));
                run.flags(stored.get((int) index).flags);
                return true;
            }
            List<Effect.Letter> letters = new ArrayList<>();
            for (Effect.Letter letter : sent) {
                letter.recipients()
                        .forEach(recipient ->
                                letters.add(new Effect.Letter(letter.from(), List.of(recipient), letter.bytes())));
            }
            if (index >= letters.size()) {
                return false;
            }
            Effect.Letter letter = letters.get((int) index);
            run.replace(Mail.of(MessageBytes.of(letter.bytes())));
            from = letter.from();
            to = letter.recipients().getFirst();
            run.delivery(delivery(run.mail()));
            return true;
        };
    }

    // What is done.

    private boolean carryOut(Run run) {
        errors.clear();
        boolean done = true;
        if (run.effects().isImplicitKeep()) {
            run.effects().keep(run.flags(), run.edition());
        }
        for (Effect effect : merged(run.effects().list())) {
            done &= carryOut(run, effect);
        }
        if (!done) {
            store(FilingTarget.KEEP, List.of(), came);
        }
        return done;
    }

    private boolean carryOut(Run run, Effect effect) {
        switch (effect) {
            case Effect.File(FilingTarget target, List<String> flags, Edition message) -> {
                return store(target, flags, bytes(message));
            }
            case Effect.Redirect redirect -> {
                String sender = redirectSender(run.delivery());
                byte[] head = ("X-Sieve-Redirected-From: " + run.delivery().recipient() + "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
                byte[] body = bytes(redirect.message());
                byte[] all = new byte[head.length + body.length];
                System.arraycopy(head, 0, all, 0, head.length);
                System.arraycopy(body, 0, all, head.length, body.length);
                sent.add(new Effect.Letter(sender, List.of(redirect.address()), all));
            }
            case Effect.Reject reject ->
                sent.add(Rejection.of(run.delivery(), run.mail(), reject.reason(), "mail.example.org"));
            case Effect.Discard _ -> {}
            case Effect.Vacation vacation -> {
                sent.add(vacation.letter());
                copy(vacation.copy(), vacation.letter());
            }
            case Effect.Notify notify -> {
                sent.add(notify.letter());
                copy(notify.copy(), notify.letter());
            }
            case Effect.Remember remember -> memories.add(remember.memory());
        }
        return true;
    }

    private void copy(Effect.Copy copy, Effect.Letter letter) {
        if (copy != null) {
            store(copy.target(), copy.flags(), letter.bytes());
        }
    }

    private String redirectSender(DeliveryFacts delivery) {
        String setting = config.getOrDefault("sieve_redirect_envelope_from", "").strip();
        if (delivery.sender().isEmpty()) {
            return "";
        }
        return switch (setting) {
            case "recipient" -> to;
            case "orig_recipient" -> original;
            case "user_email" -> config.getOrDefault("sieve_user_email", to);
            case "postmaster" -> "postmaster@example.com";
            default -> setting.startsWith("<") ? setting.substring(1, setting.length() - 1) : delivery.sender();
        };
    }

    private boolean store(FilingTarget target, List<String> flags, byte[] message) {
        String name = mailbox(target.isKeep() ? "INBOX" : target.name());
        if (name.contains("//")) {
            errors.add("failed to store into mailbox '" + name + "': no such name");
            return false;
        }
        if (!mailboxes.containsKey(name) && !target.create()) {
            errors.add("failed to store into mailbox '" + name + "': it doesn't exist");
            return false;
        }
        mailboxes.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Stored(message, Flags.with(flags, NOTICED)));
        return true;
    }

    /** The INBOX has its name in any case, as the first part of others too. */
    private static String mailbox(String name) {
        return name.regionMatches(true, 0, "INBOX", 0, 5) ? "INBOX" + name.substring(5) : name;
    }

    private static byte[] bytes(Edition message) {
        return message.bytes().slice(0, message.bytes().size());
    }

    // The host.

    @Override
    public boolean mailboxExists(String name) {
        return mailboxes.containsKey(name);
    }

    @Override
    public boolean mailboxIdExists(String id) {
        return false;
    }

    @Override
    public boolean specialUseExists(String mailbox, String use) {
        return false;
    }

    @Override
    public String mailboxMetadata(String mailbox, String annotation) {
        return metadata.get(mailbox + " " + annotation);
    }

    @Override
    public String serverMetadata(String annotation) {
        return metadata.get(" " + annotation);
    }

    @Override
    public boolean remembers(Effect.Memory memory) {
        return memories.stream()
                .anyMatch(each -> each.kind() == memory.kind() && each.key().equals(memory.key()));
    }

    @Override
    public boolean isList(String name) {
        return Stream.of(config.getOrDefault("sieve_extlists_list", "").split("\\s+"))
                .anyMatch(each -> ListNames.plain(each).equals(name));
    }

    /** What is in the file of a list; nothing if it has none. */
    private List<String> entries(String name) {
        for (String key : config.keySet()) {
            String[] parts = key.split("/", 3);
            if (key.startsWith("sieve_extlists_list/")
                    && key.endsWith("/path")
                    && ListNames.plain(parts[1]).equals(name)) {
                try {
                    return Files.readAllLines(Path.of(config.get(key))).stream()
                            .filter(line -> line.startsWith("priv/sieve/extlists/"))
                            .map(line -> line.substring("priv/sieve/extlists/".length()))
                            .toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return List.of();
    }

    @Override
    public String onList(String name, String value) {
        return entries(name).stream()
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<String> addressesOf(String list) {
        return entries(list);
    }

    @Override
    public Script find(String name, boolean global) throws ScriptException {
        Path file = folder.resolve(global ? "included-global" : "included").resolve(name + ".sieve");
        if (!Files.exists(file)) {
            return null;
        }
        try {
            Sieve.Compiled script = compile(file);
            if (script.script() == null) {
                throw new ScriptException("the script '" + name + "' has errors: " + script.problems());
            }
            return script.script();
        } catch (IOException e) {
            throw new ScriptException(e.toString());
        }
    }
}
