package org.jdbmail.sieve;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import org.jdbmail.sieve.action.Discard;
import org.jdbmail.sieve.action.EditHeader;
import org.jdbmail.sieve.action.ExtractText;
import org.jdbmail.sieve.action.FileInto;
import org.jdbmail.sieve.action.FlagCommands;
import org.jdbmail.sieve.action.Keep;
import org.jdbmail.sieve.action.Notify;
import org.jdbmail.sieve.action.Redirect;
import org.jdbmail.sieve.action.Reject;
import org.jdbmail.sieve.action.Rewrite;
import org.jdbmail.sieve.action.Vacation;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.Vocabulary;
import org.jdbmail.sieve.control.Break;
import org.jdbmail.sieve.control.Fail;
import org.jdbmail.sieve.control.ForEveryPart;
import org.jdbmail.sieve.control.Global;
import org.jdbmail.sieve.control.Include;
import org.jdbmail.sieve.control.Return;
import org.jdbmail.sieve.control.SetVariable;
import org.jdbmail.sieve.control.Stop;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.test.AddressTest;
import org.jdbmail.sieve.test.BodyTest;
import org.jdbmail.sieve.test.Combination;
import org.jdbmail.sieve.test.DateTest;
import org.jdbmail.sieve.test.DuplicateTest;
import org.jdbmail.sieve.test.EnvelopeTest;
import org.jdbmail.sieve.test.EnvironmentTest;
import org.jdbmail.sieve.test.ExistsTest;
import org.jdbmail.sieve.test.HasFlagTest;
import org.jdbmail.sieve.test.HeaderTest;
import org.jdbmail.sieve.test.IHaveTest;
import org.jdbmail.sieve.test.ListTest;
import org.jdbmail.sieve.test.MailboxTests;
import org.jdbmail.sieve.test.NotifyTests;
import org.jdbmail.sieve.test.SizeTest;
import org.jdbmail.sieve.test.StringTest;
import org.jdbmail.sieve.test.VerdictTest;
import org.jspecify.annotations.Nullable;

/** All commands and tests, each with the extensions of which one has to be required. */
public final class Language implements Vocabulary {
    private static final Map<String, Entry<Instruction>> COMMANDS = Map.ofEntries(
            command("addflag", FlagCommands::add, Extension.IMAP4FLAGS),
            command("addheader", EditHeader::add, Extension.EDITHEADER),
            command("break", Break::of, Extension.FOREVERYPART),
            command("deleteheader", EditHeader::delete, Extension.EDITHEADER),
            command("discard", Discard::of),
            command("enclose", Rewrite::enclose, Extension.ENCLOSE),
            command("ereject", Reject::extended, Extension.EREJECT),
            command("error", Fail::of, Extension.IHAVE),
            command("extracttext", ExtractText::of, Extension.EXTRACTTEXT),
            command("fileinto", FileInto::of, Extension.FILEINTO),
            command("foreverypart", ForEveryPart::of, Extension.FOREVERYPART),
            command("global", Global::of, Extension.INCLUDE),
            command("include", Include::of, Extension.INCLUDE),
            command("keep", Keep::of),
            command("notify", Notify::of, Extension.ENOTIFY),
            command("redirect", Redirect::of),
            command("reject", Reject::plain, Extension.REJECT),
            command("removeflag", FlagCommands::remove, Extension.IMAP4FLAGS),
            command("replace", Rewrite::replace, Extension.REPLACE),
            command("return", Return::of, Extension.INCLUDE),
            command("set", SetVariable::of, Extension.VARIABLES),
            command("setflag", FlagCommands::set, Extension.IMAP4FLAGS),
            command("stop", Stop::of),
            command("vacation", Vacation::of, Extension.VACATION));

    private static final Map<String, Entry<Check.Condition>> TESTS = Map.ofEntries(
            test("address", AddressTest::of),
            test("allof", Combination::allOf),
            test("anyof", Combination::anyOf),
            test("body", BodyTest::of, Extension.BODY),
            test("currentdate", DateTest::ofNow, Extension.DATE),
            test("date", DateTest::ofField, Extension.DATE),
            test("duplicate", DuplicateTest::of, Extension.DUPLICATE),
            test("envelope", EnvelopeTest::of, Extension.ENVELOPE),
            test("environment", EnvironmentTest::of, Extension.ENVIRONMENT),
            test("exists", ExistsTest::of),
            test("false", Combination::never),
            test("hasflag", HasFlagTest::of, Extension.IMAP4FLAGS),
            test("header", HeaderTest::of),
            test("ihave", IHaveTest::of, Extension.IHAVE),
            test("mailboxexists", MailboxTests::exists, Extension.MAILBOX),
            test("mailboxidexists", MailboxTests::idExists, Extension.MAILBOXID),
            test("metadata", MailboxTests::metadata, Extension.MBOXMETADATA),
            test("metadataexists", MailboxTests::metadataExists, Extension.MBOXMETADATA),
            test("not", Combination::not),
            test("notify_method_capability", NotifyTests::capability, Extension.ENOTIFY),
            test("servermetadata", MailboxTests::serverMetadata, Extension.SERVERMETADATA),
            test("servermetadataexists", MailboxTests::serverMetadataExists, Extension.SERVERMETADATA),
            test("size", SizeTest::of),
            test("spamtest", VerdictTest::spam, Extension.SPAMTEST),
            test("specialuse_exists", MailboxTests::specialUse, Extension.SPECIAL_USE),
            test("string", StringTest::of, Extension.VARIABLES),
            test("true", Combination::always),
            test("valid_ext_list", ListTest::of, Extension.EXTLISTS),
            test("valid_notify_method", NotifyTests::valid, Extension.ENOTIFY),
            test("virustest", VerdictTest::virus, Extension.VIRUSTEST));

    private static Map.Entry<String, Entry<Instruction>> command(
            String name, Meaning<Instruction> meaning, Extension... extensions) {
        return entry(name, new Entry<>(Set.of(extensions), meaning));
    }

    private static Map.Entry<String, Entry<Check.Condition>> test(
            String name, Meaning<Check.Condition> meaning, Extension... extensions) {
        return entry(name, new Entry<>(Set.of(extensions), meaning));
    }

    @Override
    public @Nullable Entry<Instruction> command(String name) {
        return COMMANDS.get(name);
    }

    @Override
    public @Nullable Entry<Check.Condition> test(String name) {
        return TESTS.get(name);
    }
}
