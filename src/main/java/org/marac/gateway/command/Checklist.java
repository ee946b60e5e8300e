package org.marac.gateway.command;

/** What was found right and wrong, said as it is found. */
final class Checklist {
    private int wrong;

    void yes(String what) {
        System.out.println("  ok   " + what);
    }

    /**
     * Something is wrong.
     *
     * @param what what
     * @param then what to do, or why it may be
     */
    void no(String what, String then) {
        wrong++;
        System.out.println("  NO   " + what + "\n       -> " + then);
    }

    /** The last line, and the exit status. */
    int end() {
        System.out.println(
                wrong == 0
                        ? "Everything is as it must be."
                        : wrong + (wrong == 1 ? " thing is" : " things are") + " wrong.");
        return wrong == 0 ? 0 : 1;
    }
}
