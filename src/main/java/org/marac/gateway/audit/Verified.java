package org.marac.gateway.audit;

import java.util.List;

/**
 * What came of checking a log.
 *
 * @param entries how many entries were read
 * @param findings what does not hold, in the order it was found; at most {@link #MOST}
 * @param unlisted how many more findings there were
 */
public record Verified(long entries, List<Finding> findings, long unlisted) {
    /** How many findings are listed. */
    public static final int MOST = 1000;

    public Verified {
        findings = List.copyOf(findings);
    }

    /** Whether everything holds. */
    public boolean holds() {
        return findings.isEmpty();
    }
}
