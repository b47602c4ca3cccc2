package org.jdbmail.frontkit;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.testkit.database.Fuse;

/**
 * Has a client say something over and over while the first call of the database fails, then the second, and so on, each in one of the ways
 * in which calls fail: what the client is told must be what happened, and who was refused and tries again gets what was asked for, once.
 */
public final class FailEach {
    /** Nothing takes so many calls. */
    private static final int MOST = 200;

    private static final List<Fuse.Fault> FAULTS = List.of(Fuse.Fault.values());

    private FailEach() {}

    /** What a client is told. */
    public enum Answer {
        /** It was done. */
        DONE,
        /** It was not, and may be asked for again. */
        REFUSED,
        /** Nothing: the connection ended. */
        CUT
    }

    /** What a client says. */
    public interface Case {
        /** Makes an account of that name, with all that is needed. */
        void prepare(String user) throws Exception;

        /**
         * Comes to where it can be said, and says it.
         *
         * @param ready is run before it is said
         */
        Answer say(String user, Runnable ready) throws Exception;

        /** What there is of an account, without its name. */
        List<String> picture(String user) throws Exception;
    }

    /**
     * Does it.
     *
     * @param fuse is in the store
     * @param name beginning of the names of accounts
     * @param isOwnProcess whether the database is in this process: there is no connection to lose between a commit and its answer
     * @return what is wrong
     */
    public static List<String> wrong(Fuse fuse, String name, boolean isOwnProcess, Case each) throws Exception {
        List<String> wrong = new ArrayList<>();
        String sound = name + "0";
        each.prepare(sound);
        List<String> before = each.picture(sound);
        Answer usual = each.say(sound, () -> {});
        List<String> after = each.picture(sound);
        if (usual != Answer.DONE || before.equals(after)) {
            wrong.add("without a fault it is " + usual + ", and " + before + " becomes " + after);
        }
        boolean isOver = !wrong.isEmpty();
        for (int call = 1; !isOver; call++) {
            Fuse.Fault next = FAULTS.get(call % FAULTS.size());
            Fuse.Fault fault = isOwnProcess && next == Fuse.Fault.LOST_AFTER ? Fuse.Fault.LOST_BEFORE : next;
            String where = "call " + call + " " + fault + ": ";
            int number = call;
            String user = name + call;
            each.prepare(user);
            Answer answer = each.say(user, () -> fuse.set(number, fault));
            isOver = !fuse.hasBlown() || call == MOST;
            List<String> now = each.picture(user);
            boolean mayBeDone = answer == Answer.CUT || fault == Fuse.Fault.LOST_AFTER;
            boolean isRight =
                    answer == Answer.DONE ? now.equals(after) : now.equals(before) || mayBeDone && now.equals(after);
            if (!isRight) {
                wrong.add(where + answer + ", but there is " + now);
            } else if (!now.equals(after)) {
                Answer again = each.say(user, () -> {});
                if (again != Answer.DONE || !each.picture(user).equals(after)) {
                    wrong.add(where + "tried again it is " + again + ", and there is " + each.picture(user));
                }
            }
            if (call == MOST) {
                wrong.add("a run without a fault must come");
            }
        }
        return wrong;
    }
}
