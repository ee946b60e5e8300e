package org.marac.gateway.flow;

import java.util.EnumSet;
import java.util.Set;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/**
 * What is kept for a person when it is refused? What could not be read or mapped: that is a mistake which somebody can put
 * right, and there may be a referral in it. What was read and may not go, came from nobody the protocol knows, or is too
 * large to keep, is not.
 */
final class Unreadable {
    private static final Set<RefusalCode> KEPT = EnumSet.of(
            RefusalCode.UNKNOWN_MEDIA_TYPE,
            RefusalCode.BAD_SIGNATURE,
            RefusalCode.UNREADABLE,
            RefusalCode.INVALID,
            RefusalCode.UNSUPPORTED);

    private Unreadable() {}

    /** Whether it is kept; what a person has put right and was refused again is not its sender's. */
    static boolean isKept(Line.Turned turned, Refusal refusal) {
        boolean changed =
                turned.arrival().again().filter(again -> again.changed()).isPresent();
        return turned.sender().isPresent() && !changed && KEPT.contains(refusal.code());
    }
}
