package org.marac.gateway.protocol;

import java.util.List;

/**
 * Everything there is to say about an area's protocol at a moment, as lines in order.
 *
 * @param lines what was checked and what came of it
 */
public record Explanation(List<Line> lines) {
    public Explanation {
        lines = List.copyOf(lines);
    }

    /** Whether nothing that was offered was found false. An agency that has not signed is not a falsehood. */
    public boolean holds() {
        return lines.stream().noneMatch(line -> line.verdict() == Verdict.FAILS);
    }

    /**
     * One thing that was checked.
     *
     * @param verdict what came of it
     * @param about what it is about, for example {@code v1 signature of wenbury-police}
     * @param says the finding in words
     */
    public record Line(Verdict verdict, String about, String says) {}

    /** What came of a check. */
    public enum Verdict {
        /** It stands. */
        HOLDS,
        /** It is not there, or not yet; nothing is false. */
        OPEN,
        /** It was offered and does not stand. */
        FAILS
    }
}
