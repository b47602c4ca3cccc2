package org.jdbmail.imapd.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.index.Announcer;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.FlagRights;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.FetchResponse;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.imapd.proto.Untagged;
import org.jspecify.annotations.Nullable;

/** Puts what is new in a mailbox into IMAP's words (RFC 3501 §7). */
public final class Teller implements Announcer<IOException> {
    private final ResponseWriter out;
    private final Selected selected;
    private final boolean withUid;
    private final boolean withFlags;
    private final boolean withModseqs;
    private final @Nullable Contexts contexts;
    private final Set<Extension> enabled;

    /**
     * @param withUid whether flags are told with the UID
     * @param withFlags whether changed flags are told at all
     * @param withModseqs whether a MODSEQ is told that rose while the flags stayed
     * @param contexts what else may change by what is told
     */
    Teller(
            ResponseWriter out,
            Selected selected,
            boolean withUid,
            boolean withFlags,
            boolean withModseqs,
            @Nullable Contexts contexts,
            Set<Extension> enabled) {
        this.withFlags = withFlags;
        this.withModseqs = withModseqs;
        this.contexts = contexts;
        this.out = out;
        this.selected = selected;
        this.withUid = withUid;
        this.enabled = enabled;
    }

    /** Tells which flags are in use, and which can be changed for good (RFC 3501 §7.2.6, §7.1 PERMANENTFLAGS). */
    public static void flagsInUse(ResponseWriter out, Selected selected, List<String> keywords) throws IOException {
        List<String> all = new ArrayList<>();
        List<String> permanent = new ArrayList<>();
        for (Flag flag : Flag.values()) {
            all.add(flag.imapName());
            if (selected.may(FlagRights.right(flag))) {
                permanent.add(flag.imapName());
            }
        }
        all.addAll(keywords);
        if (selected.may(Right.WRITE)) {
            permanent.addAll(keywords);
            if (FlagRights.mayMakeKeywords(keywords)) {
                permanent.add("\\*");
            }
        }
        out.untagged(new Untagged.Flags(all));
        out.untagged(new Untagged.Message(
                Untagged.Kind.OK, new ResponseCode.PermanentFlags(permanent), "Flags that can be changed"));
    }

    @Override
    public void keywords(List<String> all) throws IOException {
        flagsInUse(out, selected, all);
    }

    @Override
    public void expunged(int[] sequences, long[] uids) throws IOException {
        if (contexts != null) {
            contexts.expunging(sequences, uids);
        }
        // RFC 7162 §3.2.10.2, RFC 9586 §3.4
        if (enabled.contains(Extension.QRESYNC) || enabled.contains(Extension.UIDONLY)) {
            out.untagged(new Untagged.Vanished(false, NumberSet.of(uids)));
            return;
        }
        for (int sequence : sequences) {
            out.untagged(new Untagged.Expunge(sequence));
        }
    }

    @Override
    public void exists(int messages) throws IOException {
        out.untagged(new Untagged.Exists(messages));
    }

    @Override
    public void recent(int messages) throws IOException {
        // RFC 9051, appendix E: \\Recent is no more.
        if (!enabled.contains(Extension.IMAP4REV2)) {
            out.untagged(new Untagged.Recent(messages));
        }
    }

    @Override
    public boolean hearsModseqs() {
        return withFlags && withModseqs && enabled.contains(Extension.CONDSTORE);
    }

    @Override
    public void flags(int sequence, MailboxSnapshot snapshot, int place) throws IOException {
        if (!withFlags) {
            return;
        }
        FetchResponse fetch = out.fetch();
        fetch.begin(sequence, snapshot.uid(place));
        if (withUid) {
            fetch.uid(snapshot.uid(place));
        }
        fetch.flags(
                snapshot.systemFlags(place),
                snapshot.keywords(place),
                selected.view().isRecent(place) && !enabled.contains(Extension.IMAP4REV2));
        if (enabled.contains(Extension.CONDSTORE)) {
            fetch.modseq(snapshot.modseq(place));
        }
        fetch.end();
    }
}
