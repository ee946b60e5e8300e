package org.marac.gateway.delivery;

/** A recipient's door is not there: nothing can be said of what was to go through it. It is all tried again. */
final class DoorAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param why in our own words, for the operator; nothing that the other side said */
    DoorAway(String why) {
        super(why);
    }
}
