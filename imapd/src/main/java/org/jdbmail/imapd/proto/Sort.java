package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.sorting.SortCriterion;
import org.jspecify.annotations.Nullable;

/**
 * SORT (RFC 5256 §3, RFC 5957, RFC 5267 §3).
 *
 * @param uid whether it answers with UIDs
 * @param options what to answer with; null for a SORT response
 * @param criteria the first one counts most
 */
public record Sort(boolean uid, @Nullable ReturnOptions options, List<SortCriterion> criteria, SearchProgram program)
        implements ImapCommand {
    private static final int MOST_CRITERIA = 50;

    static Sort parse(Tokenizer in, boolean uid) throws IOException, ImapSyntaxException {
        in.space();
        ReturnOptions options = ReturnOptions.parse(in);
        List<SortCriterion> criteria = criteria(in);
        in.space();
        SearchProgram program = SearchProgram.parseWithCharset(in);
        program.requireFuzzy(options != null && options.has(ReturnOptions.Item.RELEVANCY)
                || criteria.stream().anyMatch(each -> each.key() == SortCriterion.Key.RELEVANCY));
        return new Sort(uid, options, criteria, program);
    }

    private static List<SortCriterion> criteria(Tokenizer in) throws ImapSyntaxException {
        List<SortCriterion> criteria = new ArrayList<>();
        in.expect('(');
        do {
            in.skipSpaces();
            String word = in.word();
            boolean reverse = word.equals("REVERSE");
            if (reverse) {
                in.space();
                word = in.word();
            }
            if (criteria.size() == MOST_CRITERIA) {
                throw new ImapSyntaxException("Too many sort criteria");
            }
            criteria.add(new SortCriterion(key(word), reverse));
            in.skipSpaces();
        } while (in.peek() != ')' && !in.atEnd());
        in.expect(')');
        return List.copyOf(criteria);
    }

    private static SortCriterion.Key key(String word) throws ImapSyntaxException {
        for (SortCriterion.Key key : SortCriterion.Key.values()) {
            if (key.name().equals(word)) {
                return key;
            }
        }
        throw new ImapSyntaxException("Unknown sort criterion");
    }
}
