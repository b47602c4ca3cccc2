package org.jdbmail.authenticity.arc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.authenticity.dkim.BodyForm;
import org.jdbmail.authenticity.dkim.SignatureOutcome;
import org.jdbmail.authenticity.dkim.SignatureTags;
import org.jdbmail.authenticity.dkim.UnusableException;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;

/**
 * The sets of a message as far as they can be read without its body and without asking anybody.
 *
 * @param block the fields of the message
 * @param sets from the first on; none if there are none, or they are in disorder
 * @param count how many sets there seem to be
 * @param disorder what is wrong with them; empty if nothing is
 */
public record ArcChain(HeaderBlock block, List<ArcSet> sets, int count, String disorder) {
    /** {@code i=1;} at the start of what was found out. */
    private static final Pattern INSTANCE = Pattern.compile("\\s*i\\s*=\\s*([0-9]{1,3})\\s*;.*", Pattern.DOTALL);

    /** Copies the list. */
    public ArcChain {
        sets = List.copyOf(sets);
    }

    /** Reads those of a message. */
    public static ArcChain of(HeaderBlock block) {
        int count = 0;
        try {
            Map<Integer, RawField> results = new HashMap<>();
            Map<Integer, RawField> messages = new HashMap<>();
            Map<Integer, RawField> seals = new HashMap<>();
            for (RawField field : block.fields()) {
                if (field.is(ArcSet.RESULTS)) {
                    add(results, field, resultsInstance(field));
                } else if (field.is(ArcSet.MESSAGE)) {
                    add(messages, field, instance(field));
                } else if (field.is(ArcSet.SEAL)) {
                    int instance = instance(field);
                    count = Math.max(count, instance);
                    add(seals, field, instance);
                }
            }
            if (!block.isWhole() && !(results.isEmpty() && messages.isEmpty() && seals.isEmpty())) {
                throw new UnusableException(SignatureOutcome.FAIL, "too many fields");
            }
            return new ArcChain(block, sets(results, messages, seals), count, "");
        } catch (UnusableException e) {
            return new ArcChain(block, List.of(), count, e.why());
        }
    }

    // RFC 8617 §5.2, step 3: one field of each kind for each number from 1 on.
    private static List<ArcSet> sets(
            Map<Integer, RawField> results, Map<Integer, RawField> messages, Map<Integer, RawField> seals)
            throws UnusableException {
        List<ArcSet> sets = new ArrayList<>();
        int count = seals.size();
        if (results.size() != count || messages.size() != count) {
            throw new UnusableException(SignatureOutcome.FAIL, "a set that is not whole");
        }
        for (int i = 1; i <= count; i++) {
            RawField told = results.get(i);
            RawField message = messages.get(i);
            RawField seal = seals.get(i);
            if (told == null || message == null || seal == null) {
                throw new UnusableException(SignatureOutcome.FAIL, "a set is missing");
            }
            ArcSet set = new ArcSet(i, told, ArcSet.Signed.of(message), ArcSet.Seal.of(seal));
            if (!set.seal().chain().equals(i == 1 ? "none" : "pass")) {
                throw new UnusableException(
                        SignatureOutcome.FAIL,
                        set.seal().chain().equals("fail") ? "it had failed before" : "a seal on nothing that held");
            }
            sets.add(set);
        }
        return sets;
    }

    private static void add(Map<Integer, RawField> fields, RawField field, int instance) throws UnusableException {
        if (instance < 1 || instance > ArcSet.MOST) {
            throw new UnusableException(SignatureOutcome.FAIL, "too many sets");
        }
        if (fields.put(instance, field) != null) {
            throw new UnusableException(SignatureOutcome.FAIL, "a set with two fields of a kind");
        }
    }

    private static int instance(RawField field) throws UnusableException {
        return (int) Math.min(1000, SignatureTags.of(field).number("i"));
    }

    private static int resultsInstance(RawField field) throws UnusableException {
        Matcher matcher = INSTANCE.matcher(field.value());
        if (!matcher.matches()) {
            throw new UnusableException(SignatureOutcome.FAIL, "results without a number");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The hashes of the body that are needed: only the newest signature can still be right. */
    public Set<BodyForm> forms() {
        return sets.isEmpty() ? Set.of() : Set.of(sets.getLast().message().body());
    }
}
