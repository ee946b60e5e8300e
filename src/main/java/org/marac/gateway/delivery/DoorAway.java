package org.marac.gateway.delivery;

import java.time.Duration;

/** A recipient's door is not there: nothing can be said of what was to go through it. It is all tried again. */
final class DoorAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration after;

    /** @param why in our own words, for the operator; nothing that the other side said */
    DoorAway(String why) {
        this(why, Duration.ZERO);
    }

    /** @param after for how long at least it does not want to be tried again */
    DoorAway(String why, Duration after) {
        super(why);
        this.after = after;
    }

    Duration after() {
        return after;
    }
}
