package org.marac.gateway.console;

import java.util.List;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Waiting;

/** What waits, and which break-glass was used: the lists people look at. */
public interface Board {
    /** What waits, the most urgent first. */
    List<Waiting> waiting();

    /** The latest uses of break-glass. */
    List<Glass> glasses();

    /** How long what waits may wait, and who is asked when. */
    Protocol.Waits rule();

    /** Notes that someone was told no: whoever tries again and again to open a case not theirs must be seen. */
    void declined(Official official, String about, Declined.Why why);
}
